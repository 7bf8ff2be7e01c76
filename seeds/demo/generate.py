"""Write the demo company's raw tables as CSV seeds: `python seeds/demo/generate.py`.

Orvane is a fictional French company of some 600 people, from Lyon, that sells maintenance software
and the services around it to industrial sites. The tables are what its loaders would have landed
from Salesforce (Fivetran's spelling, instants in UTC as `YYYY-MM-DD HH:MM:SS`) and from the two
spreadsheets that marketing and finance keep: the accounts in the ABM programme, and the rates.

The story, 24 months to 31 December 2025:
- On 1 March 2024 the ABM programme starts with 20 accounts; three more waves make it 40.
- Its share of the new-business pipeline goes from nothing to about half.
- In spring 2025 one of two SDRs has left and nobody replaces him until June: the programme's
  pipeline falls for a quarter, then recovers.
- Deals with its accounts close sooner, are won more often and grow while they are worked on. They
  are twice as large as other deals, yet much of that is because its accounts are larger.

Everything is drawn from one seeded generator: the same code writes the same bytes. What is odd or
dirty on purpose stands in README.md; the ids are printed at the end of a run.
"""

from pathlib import Path
from random import Random

from demo_company import table
from demo_company.accounts import account_rows, make_accounts, programme_rows
from demo_company.deals import SalesFloor
from demo_company.opportunities import make_tables
from demo_company.people import contact_rows, make_contacts, make_user_ids, user_rows
from demo_company.quirks import add_oddities
from demo_company.rates import rate_rows
from demo_company.settings import SEED

HERE = Path(__file__).resolve().parent


def make_company(seed: int) -> tuple[dict[str, list[table.Row]], dict[str, list[str]]]:
    """Every raw table by its path, and the ids of what is odd or dirty on purpose."""
    user_ids = make_user_ids()
    accounts, live = make_accounts(Random(f"{seed} accounts"))
    deals = SalesFloor(Random(f"{seed} deals"), live).work()
    odd = add_oddities(Random(f"{seed} oddities"), deals, live)
    tables = make_tables(Random(f"{seed} dirt"), deals, odd, user_ids)
    contacts = make_contacts(Random(f"{seed} contacts"), live)
    people, resent = contact_rows(contacts, user_ids)
    return {
        "salesforce/salesforce__user.csv": user_rows(user_ids),
        "salesforce/salesforce__account.csv": account_rows(accounts, user_ids),
        "salesforce/salesforce__contact.csv": people,
        "salesforce/salesforce__opportunity.csv": tables.opportunities,
        "salesforce/salesforce__opportunity_history.csv": tables.history,
        "files/files__program_accounts.csv": programme_rows(live, accounts),
        "files/files__fx_rates.csv": rate_rows(Random(f"{seed} rates")),
    }, tables.dirt | {"contact sent again later": [resent]}


def main() -> None:
    """Write the files and say what is in them."""
    tables, dirt = make_company(SEED)
    for path, rows in tables.items():
        table.write(HERE / path, rows)
        print(f"{len(rows):6} rows  {path}")
    for name, ids in dirt.items():
        print(f"{name}: {', '.join(ids)}")


if __name__ == "__main__":
    main()
