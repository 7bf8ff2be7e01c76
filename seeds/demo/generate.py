"""Write the demo company's raw tables as CSV seeds: `python seeds/demo/generate.py`.

Orvane is a fictional French company of some 600 people, from Lyon, that sells maintenance software
and the services around it to industrial sites. The tables are what its loaders would have landed:
Salesforce, HubSpot (marketing alone), the website's GA4 export and LinkedIn Ads in Fivetran's
spelling, instants in UTC as `YYYY-MM-DD HH:MM:SS`, and the spreadsheets that marketing, finance and
operations keep.

The story, 24 months to 31 December 2025:
- On 1 March 2024 the ABM programme starts with 20 accounts; three more waves make it 40.
- Its share of the new-business pipeline goes from nothing to about half.
- Interest comes first: people of an account read, click, ask; marketing hands the account over
  (MQA), sales accepts it or not, qualifies it (SQA), and most, not all, deals follow from there.
- In spring 2025 one of two SDRs has left and nobody replaces him until June: accounts wait to be
  accepted, requests wait for days, the programme's pipeline falls for a quarter, marketing and
  sales blame each other in the survey of June; then all recovers.
- On 1 July 2025 the programme changes: contents by buying role, quick reminders. Accounts answer
  its mails about a third sooner.
- Deals with its accounts close sooner, are won more often and grow while they are worked on. They
  are twice as large as other deals, yet much of that is because its accounts are larger.
- Marketing has a hand in more and more deals; its customers stay longer; the programme earns its
  cost three times over in eighteen months. A good part of new revenue is still taken over the
  counter and through resellers, and never was an opportunity.

Everything is drawn from one seeded generator a subject: the same code writes the same bytes. What
is odd or dirty on purpose stands in README.md; the ids are printed at the end of a run.
"""

from pathlib import Path

from demo_company import table
from demo_company.orvane import make_company
from demo_company.settings import SEED

HERE = Path(__file__).resolve().parent


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
