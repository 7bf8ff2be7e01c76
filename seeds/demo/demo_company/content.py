"""Content: pieces on the vendor's site, the mails that offer them, and the forms before some."""

from dataclasses import dataclass
from datetime import date

from demo_company.clock import paris, synced
from demo_company.settings import FIRST_DAY
from demo_company.table import Row

SITE = "https://www.orvane.example"


@dataclass(frozen=True)
class Asset:
    """A piece of content and the page it lives on."""

    id: str
    name: str
    stage: str
    path: str
    is_premium: bool = False


ASSETS = (
    Asset("CA-01", "Tendances de la maintenance", "tofu", "/blog/tendances-maintenance"),
    Asset("CA-02", "Pièces de rechange : ce qui dort", "tofu", "/blog/pieces-de-rechange"),
    Asset("CA-03", "La maintenance prédictive en dix minutes", "tofu", "/blog/maintenance-predictive"),
    Asset("CA-04", "Mesurer la disponibilité d'un atelier", "tofu", "/blog/disponibilite-atelier"),
    Asset("CA-05", "Cas client : laiterie", "mofu", "/cas-clients/laiterie"),
    Asset("CA-06", "Cas client : fonderie", "mofu", "/cas-clients/fonderie"),
    Asset("CA-07", "Cas client : transports", "mofu", "/cas-clients/transports"),
    Asset("CA-08", "Cas client : hydroélectricité", "mofu", "/cas-clients/hydro"),
    Asset("CA-09", "Guide de la feuille de route maintenance", "mofu", "/ressources/guide-maintenance", True),
    Asset("CA-10", "Diagnostic d'atelier", "mofu", "/ressources/diagnostic-atelier", True),
    Asset("CA-11", "Calculateur du coût d'un arrêt", "bofu", "/ressources/calculateur-arret", True),
    Asset("CA-12", "Comparatif des offres", "bofu", "/offres/comparatif"),
    Asset("CA-13", "Tarifs et engagements", "bofu", "/offres/tarifs"),
    Asset("CA-14", "Cahier des charges type", "bofu", "/ressources/cahier-des-charges", True),
)
BY_PATH = {asset.path: asset for asset in ASSETS}
PREMIUM = tuple(asset for asset in ASSETS if asset.is_premium)
OTHER_PAGES = ("/", "/societe", "/produits/gmao", "/produits/supervision", "/blog", "/evenements")

# name -> page; what the first four ask for stands in the var interaction_types
FORMS = {
    "Demander une démonstration": "/demonstration",
    "Request a demo": "/en/demo",
    "Nous contacter": "/contact",
    "Contact us": "/en/contact",
    "Inscription à la lettre": "/blog",
    "Télécharger le guide": "/ressources/guide-maintenance",
}
FORM_IDS = {name: f"5d1c0e{n}a-77b2-4c10-9a3e-0f42c1de{n:04d}" for n, name in enumerate(FORMS, start=1)}


def asset_rows() -> list[Row]:
    """Marketing's list of content; the last row has a stage that no funnel has."""
    rows: list[Row] = [
        {
            "asset_id": asset.id,
            "name": asset.name,
            "funnel_stage": asset.stage,
            "is_premium": "oui" if asset.is_premium else "non",
            "url": asset.path,
            "ingested_at": synced(paris(FIRST_DAY, 8)),
        }
        for asset in ASSETS
    ]
    return [
        *rows,
        rows[0] | {"asset_id": "CA-15", "name": "Brouillon", "funnel_stage": "à voir", "url": None},
    ]


def form_rows() -> list[Row]:
    """HubSpot's forms."""
    made = paris(date(2023, 11, 6), 10)
    return [
        {
            "guid": FORM_IDS[name],
            "name": name,
            "form_type": "HUBSPOT",
            "created_at": made,
            "updated_at": made,
            "_fivetran_deleted": False,
            "_fivetran_synced": synced(made),
        }
        for name in FORMS
    ]
