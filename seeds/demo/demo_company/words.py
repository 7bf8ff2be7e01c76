"""Invented names. Any likeness to a real company or person is chance; domains end in .example."""

import re
import unicodedata

VENDOR_DOMAIN = "orvane.example"

# country name in the CRM -> ISO code, accounts out of 100
COUNTRIES = {
    "France": ("FR", 64),
    "Germany": ("DE", 11),
    "Belgium": ("BE", 9),
    "Spain": ("ES", 6),
    "United States": ("US", 10),
}
FRENCH_SPEAKING = ("FR", "BE")
LEGAL_FORM = {"FR": "", "DE": " GmbH", "BE": " SA", "ES": " SL", "US": " Inc"}
_FRENCH_STARTS = (
    "Auba Beli Bria Chano Corvi Dorsa Fonti Garo Kermi Lora Marve Méro Norva Pélu Rova Saulo "
    "Serva Talmo Tréva Valdo Verma Vauze"
)
_FRENCH_ENDS = "brune dorin gault lande mière nelle rac tigny vance quin"
STARTS = {
    "FR": _FRENCH_STARTS.split(),
    "BE": ["Arde", "Bocho", "Hesba", "Lesso", "Ourtha", "Sambra", "Wavri"],
    "DE": ["Reh", "Lind", "Falk", "Brau", "Weid", "Holz", "Kron"],
    "ES": ["Alba", "Corde", "Monta", "Navia", "Salti", "Teru"],
    "US": ["Cedar", "Hart", "Maple", "North", "Iron", "Lake", "Alder", "Quarry"],
}
ENDS = {
    "FR": _FRENCH_ENDS.split(),
    "BE": ["moulin", "court", "vaux", "ghem", "stal"],
    "DE": ["hagen", "dorf", "berg", "werke", "felde"],
    "ES": ["vera", "tejo", "rina", "dosa"],
    "US": ["ridge", "wick", "field", "mont"],
}

# industry -> what such companies call themselves, in French and elsewhere
INDUSTRIES = {
    "Industrie": (("Mécanique", "Usinage", "Fonderie", "Plasturgie"), ("Precision", "Foundry")),
    "Énergie": (("Énergies", "Réseaux", "Hydro"), ("Energy", "Grid")),
    "Agroalimentaire": (("Laiteries", "Conserves", "Céréales"), ("Foods", "Dairy")),
    "Logistique": (("Transports", "Entrepôts", "Fret"), ("Freight", "Logistics")),
    "Chimie": (("Chimie", "Polymères", "Revêtements"), ("Chemicals", "Polymers")),
    "Construction": (("Bâtiment", "Matériaux", "Travaux"), ("Building", "Materials")),
    "Santé": (("Laboratoires", "Cliniques", "Biomédical"), ("Medical", "Labs")),
    "Services financiers": (("Assurances", "Mutuelle", "Crédit"), ("Insurance", "Credit")),
}
INDUSTRY_WEIGHTS = (26, 15, 14, 12, 11, 9, 8, 5)

PRODUCTS = (
    "GMAO",
    "Supervision atelier",
    "Maintenance prédictive",
    "Planification",
    "Traçabilité",
    "Pièces et outillage",
)

_MEN = (
    "Adrien Antoine Bastien Cédric Damien Éric Fabien Gaël Hugo Ismaël Julien Karim Laurent Marc "
    "Nicolas Olivier Pascal Quentin Rémi Sylvain Thierry Vincent Yann Ahmed"
)
_WOMEN = (
    "Agnès Béatrice Camille Delphine Élodie Fatou Gaëlle Hélène Inès Judith Karine Laure Mélanie "
    "Nadia Odile Pauline Rachel Sandrine Tiphaine Valérie Yasmine Zoé Léa Noémie"
)
_FAMILIES = (
    "Aubertin Barrault Besnoit Caradec Chabreau Corbelin Dagault Delmarre Doriac Ébrard Fauvelin "
    "Ferrandot Gadriel Garance Guilbaut Hardelot Hennequet Jorland Kerandel Lachenaud Lamberton "
    "Lesquerre Maillefer Marsolan Mérigault Montclar Morvenac Nivelot Ordonneau Pastourel "
    "Perrichon Quélennec Rabouin Rochefeuil Roussillot Sabatelle Santerrin Ternisien Thévenard "
    "Toussainac Vaillandry Valmorin Verdelet Vigouret Zamborain"
)
FIRST_NAMES = {"m": _MEN.split(), "f": _WOMEN.split()}
LAST_NAMES = _FAMILIES.split()

# job title for a man, for a woman, department, weight
TITLES = (
    ("Directeur général", "Directrice générale", "Direction", 7),
    ("Directeur financier", "Directrice financière", "Finance", 8),
    ("Directeur industriel", "Directrice industrielle", "Production", 11),
    ("Directeur des systèmes d'information", "Directrice des systèmes d'information", "IT", 9),
    ("Responsable maintenance", "Responsable maintenance", "Production", 16),
    ("Responsable informatique", "Responsable informatique", "IT", 11),
    ("Acheteur", "Acheteuse", "Achats", 10),
    ("Responsable achats", "Responsable achats", "Achats", 7),
    ("Chef de projet", "Cheffe de projet", "Production", 10),
    ("Technicien méthodes", "Technicienne méthodes", "Production", 11),
)
CONTACT_SOURCES = (
    "Web",
    "Trade Show",
    "Outbound",
    "Webinar",
    "Partner Referral",
    "Customer Referral",
)
FREE_MAIL = ("gmail.com", "orange.fr", "free.fr", "wanadoo.fr", "laposte.net", "hotmail.fr")

# key: first name, last name, title, department, key of the manager
USERS = {
    "ceo": ("Claire", "Orvanel", "Directrice générale", "Executive", None),
    "cro": ("Philippe", "Dastrac", "Directeur commercial", "Executive", "ceo"),
    "cmo": ("Nathalie", "Brévault", "Directrice marketing", "Marketing", "ceo"),
    "ops": ("Samir", "Keltoum", "Responsable opérations commerciales", "Operations", "cro"),
    "ae1": ("Mathilde", "Sorgeval", "Ingénieure commerciale grands comptes", "Sales", "cro"),
    "ae2": ("Guillaume", "Ferrazac", "Ingénieur commercial", "Sales", "cro"),
    "ae3": ("Sophie", "Lantrel", "Ingénieure commerciale", "Sales", "cro"),
    "ae4": ("Thomas", "Vidalot", "Ingénieur commercial", "Sales", "cro"),
    "ae5": ("Anaïs", "Courbet-Roy", "Ingénieure commerciale", "Sales", "cro"),
    "ae6": ("Benoît", "Hardouval", "Ingénieur commercial", "Sales", "cro"),
    "sdr1": ("Lucie", "Marchenoir", "Chargée de prospection", "Sales Development", "cro"),
    "sdr2": ("Kevin", "Astorgue", "Chargé de prospection", "Sales Development", "cro"),
    "sdr3": ("Émilie", "Peyrolan", "Chargée de prospection", "Sales Development", "cro"),
    "mkt": ("Julie", "Tavernel", "Responsable programme ABM", "Marketing", "cmo"),
}
# sales owner -> how often they win, how long they take, against the average
OWNERS = {
    "ae1": (1.32, 0.92),
    "ae2": (1.18, 0.86),
    "ae3": (1.06, 1.0),
    "ae4": (0.98, 1.04),
    "ae5": (0.84, 1.08),
    "ae6": (0.62, 1.18),
}


def slug(name: str) -> str:
    """Lower-case letters and digits only, accents taken off."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
