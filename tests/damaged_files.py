"""Damage to the files of a folder: what is refused, what is noted, and what is only another way to write."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb

from tests.damage import Damaging, Noted, Refused, SameFile


def bytes_of(table: str, change: Callable[[bytes], bytes], suffix: str = "csv") -> Damaging:
    def do(folder: Path) -> None:
        path = folder / f"{table}.{suffix}"
        path.write_bytes(change(path.read_bytes()))

    return do


def text_of(table: str, change: Callable[[str], str], encoding: str = "utf-8") -> Damaging:
    return bytes_of(table, lambda content: change(content.decode()).encode(encoding))


def file(name: str, content: str | bytes) -> Damaging:
    def do(folder: Path) -> None:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return do


def renamed(old: str, new: str) -> Damaging:
    return lambda folder: [(folder / old).rename(folder / new)].clear()


def instead(table: str, make: Callable[[Path], object]) -> Damaging:
    def do(folder: Path) -> None:
        (folder / f"{table}.csv").unlink()
        make(folder / f"{table}.csv")

    return do


def parsed_text(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def joined(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def other_order(text: str) -> str:
    return joined([row[::-1] for row in parsed_text(text)])


def quoted_cut(text: str) -> str:
    return text + 'Z,"half a na'


def as_parquet(types: str) -> Damaging:
    """Accounts as pandas writes them: numbers with gaps as floating-point ones."""

    def do(folder: Path) -> None:
        path = folder / "accounts.csv"
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select * replace ({types}) from read_csv('{path}', all_varchar = true))"
                f" to '{path.with_suffix('.parquet')}' (format parquet)"
            )
        path.unlink()

    return do


def odd_column(folder: Path) -> None:
    path = folder / "benefits.parquet"
    with duckdb.connect() as connection:
        connection.execute(f'create table rows as select *, 1 as "x""); drop table y;--" from \'{path}\'')
        connection.execute(f"copy rows to '{path}' (format parquet)")


def is_not_readable(folder: Path) -> None:
    (folder / "accounts.csv").chmod(0)


REFUSED = (
    Refused("an empty file", file("accounts.csv", ""), "accounts.csv is empty; it needs a header row"),
    Refused("a file of blank lines", file("accounts.csv", "\n\n  \n"), "accounts.csv is empty"),
    Refused(
        "an empty Parquet file", file("benefits.parquet", b""), "benefits.parquet cannot be read as Parquet"
    ),
    Refused(
        "UTF-16 without its mark",
        text_of("accounts", str, "utf-16-le"),
        "accounts.csv is no text file; save it as CSV in UTF-8",
    ),
    Refused(
        "UTF-16 that breaks off within a character",
        bytes_of("accounts", lambda content: content.decode().encode("utf-16")[:-1]),
        "accounts.csv is UTF-16 and breaks off",
    ),
    Refused(
        "UTF-8 that breaks off within a character",
        bytes_of("accounts", lambda content: content + "Z,Énergi".encode() + b"\xc3"),
        "accounts.csv: line 4 is not UTF-8 as the lines around it are, or the file breaks off there",
    ),
    Refused(
        "one line of Windows-1252 in a file of UTF-8",
        bytes_of("accounts", lambda content: content + "Y,Éé\n".encode() + "Z,É\n".encode("cp1252")),
        "accounts.csv: line 5 is not UTF-8 as the lines around it are",
    ),
    Refused(
        "an encoding of DOS, or another that is not known",
        bytes_of("accounts", lambda content: content + "Z,Müller\n".encode("cp850")),
        "accounts.csv: line 4 is neither UTF-8 nor Windows-1252",
    ),
    Refused(
        "NUL bytes", bytes_of("accounts", lambda content: content + b"\0\0\n"), "accounts.csv is no text file"
    ),
    Refused(
        "a workbook or an archive named .csv",
        file("accounts.csv", b"PK\x03\x04..."),
        "no CSV file but a workbook",
    ),
    Refused("Parquet named .csv", file("accounts.csv", b"PAR1\0\0PAR1"), "accounts.csv is no text file"),
    Refused("CSV named .parquet", file("benefits.parquet", "benefit_id\nG\n"), "cannot be read as Parquet"),
    Refused(
        "half a Parquet file",
        bytes_of("benefits", lambda content: content[: len(content) // 2], "parquet"),
        "benefits.parquet cannot be read as Parquet",
    ),
    Refused(
        "a file cut within a quoted cell",
        text_of("accounts", quoted_cut),
        "accounts.csv: the row on line 4 has a quotation mark that does not close",
    ),
    Refused(
        "a quotation mark left open, closed rows below",
        text_of("accounts", lambda text: text + 'Y,"Ypsilon' + "," * 13 + '\nZ,"Zeta"' + "," * 13 + "\n"),
        "has a quotation mark that does not close where it should",
    ),
    Refused(
        "a cell of more than a million characters",
        text_of("accounts", lambda text: f"{text}Z,{'x' * 1_100_000}\n"),
        "accounts.csv: a cell of the row on line 4 is longer than 1,048,576 characters",
    ),
    Refused(
        "no header row",
        text_of("accounts", lambda text: text.partition("\n")[2]),
        "accounts.csv has no column account_id and no column account_name, which every row needs; it has: a,",
    ),
    Refused(
        "a title above the header",
        text_of("accounts", lambda text: "Comptes au 31 mars\n\n" + text),
        "Line 3 looks like the header: delete what stands above it",
    ),
    Refused(
        "a title above a header that is parted by semicolons",
        text_of("accounts", lambda text: "Comptes, filiales\n" + joined(parsed_text(text), ";")),
        "Line 2 looks like the header: delete what stands above it",
    ),
    Refused(
        "a column twice in the header",
        file("accounts.csv", "account_id,account_name,Account Name\nA,Alpha,B\n"),
        "accounts.csv: column account_name stands twice in the header",
    ),
    Refused(
        "a required column missing",
        file("accounts.csv", "account_id,nom\nA,Alpha\n"),
        "accounts.csv has no column account_name, which every row needs; it has: account_id, nom",
    ),
    Refused(
        "SQL in the names of columns",
        file("accounts.csv", 'account_id") from x --,account_name\nA,Alpha\n'),
        "accounts.csv has no column account_id, which every row needs; it has: account_id_from_x",
    ),
    Refused(
        "a million columns",
        file("accounts.csv", ",".join(f"c{n}" for n in range(1_000_000)) + "\n"),
        "accounts.csv has 1,000,000 columns",
    ),
    Refused(
        "a folder where a table is meant",
        instead("accounts", Path.mkdir),
        "accounts.csv is a folder; a table is one file",
    ),
    Refused(
        "a link that leads nowhere",
        instead("accounts", lambda path: path.symlink_to("nowhere.csv")),
        "accounts.csv is a link that leads nowhere",
    ),
    Refused("a file that may not be read", is_not_readable, "accounts.csv cannot be read: Permission denied"),
    Refused(
        "a table in two files",
        file("accounts.parquet", b""),
        "accounts.csv and accounts.parquet are the same table",
    ),
    Refused(
        "a table in two files whose names differ by case",
        file("Accounts.csv", "account_id,account_name\nA,Alpha\n"),
        "Accounts.csv and accounts.csv are the same table; keep one",
    ),
    Refused(
        "opportunities under another name",
        renamed("opportunities.csv", "opportunites.csv"),
        "opportunites.csv is no table of the input layer: did you mean opportunities.csv?",
    ),
    Refused(
        "settings under another name",
        file("settings.yaml", "min_n: 1\n"),
        "settings are read from settings.yml",
    ),
    Refused(
        "settings that are no YAML", file("settings.yml", "min_n: [1\n"), "settings.yml is not YAML in UTF-8"
    ),
    Refused(
        "a template in the settings",
        file("settings.yml", "reporting_currency: '{{ env_var(\"HOME\") }}'\n"),
        "reporting_currency: write a currency code of three letters",
    ),
    Refused(
        "a setting that does not exist",
        file("settings.yml", "max_rejcted: 1\n"),
        "did you mean max_rejected?",
    ),
)

NOTED = (
    Noted(
        "a file cut within its last row's last cell",
        bytes_of("accounts", lambda content: content.rstrip(b"\n")),
        "accounts.csv does not end with a line end; if it was cut short",
    ),
    Noted(
        "letters spelled twice (Ã© for é)",
        text_of("accounts", lambda text: text.replace("Alpha", "SociÃ©tÃ©")),
        "accounts.csv holds 'Ã©', as UTF-8 that was read as Windows-1252",
    ),
    Noted(
        "letters lost before the file came here",
        text_of("accounts", lambda text: text.replace("Alpha", "Soci\ufffdt\ufffd")),
        "where letters were lost before it came here",
    ),
    Noted(
        "control characters",
        text_of("accounts", lambda text: text.replace("Alpha", "Al\x07ph\x1fa")),
        "accounts.csv holds control characters, read as spaces",
    ),
    Noted(
        "a header and no rows",
        text_of("invoices", lambda text: text.partition("\n")[0] + "\n"),
        "invoices.csv has a header and no rows",
    ),
    Noted(
        "a column without a name",
        text_of(
            "users",
            lambda text: joined([["" if not n else "x", *row] for n, row in enumerate(parsed_text(text))]),
        ),
        "users.csv: column 1 has no name, ignored",
    ),
    Noted(
        "a column of no use",
        text_of("accounts", lambda text: joined([[*row, "x"] for row in parsed_text(text)])),
        "accounts.csv: unknown columns ignored: x",
    ),
    Noted(
        "a table of another name",
        file("factures.csv", "id\n1\n"),
        "factures.csv: no table of the input layer",
    ),
    Noted(
        "a workbook",
        file("accounts.xlsx", b"PK\x03\x04"),
        "accounts.xlsx: not a CSV or Parquet file, ignored",
    ),
    Noted(
        "another folder in the folder", lambda folder: (folder / "old").mkdir(), "old: not a file, ignored"
    ),
    Noted(
        "a quotation mark in a Parquet column's name",
        odd_column,
        "benefits.parquet: unknown columns ignored: x_drop",
    ),
)

SAME_FILE = (
    SameFile("UTF-8 with its mark", text_of("accounts", str, "utf-8-sig")),
    SameFile("Windows-1252", text_of("users", str, "cp1252")),
    SameFile("UTF-16 with its mark", text_of("accounts", str, "utf-16")),
    SameFile("semicolons", text_of("accounts", lambda text: joined(parsed_text(text), ";"))),
    SameFile("tabs", text_of("accounts", lambda text: joined(parsed_text(text), "\t"))),
    SameFile("lines that end as Windows' do", text_of("accounts", lambda text: text.replace("\n", "\r\n"))),
    SameFile("lines that end as an old Mac's do", text_of("accounts", lambda text: text.replace("\n", "\r"))),
    SameFile("Excel's sep= line", text_of("accounts", lambda text: "sep=,\n" + text)),
    SameFile("columns in another order", text_of("accounts", other_order)),
    SameFile(
        "a delimiter too many in each line", text_of("accounts", lambda text: text.replace("\n", ",\n"))
    ),
    SameFile(
        "a delimiter too many in the header",
        text_of("accounts", lambda text: text.replace("\n", ",,\n", 1)),
    ),
    SameFile("blank rows", text_of("accounts", lambda text: text + "," * 14 + "\n\n")),
    SameFile("the file's name in another case", renamed("accounts.csv", "ACCOUNTS.CSV")),
    SameFile(
        "columns' names in another case",
        text_of("accounts", lambda text: text.replace("account_id", " Account ID ", 1)),
    ),
    SameFile(
        "whole numbers as floating-point ones in Parquet",
        as_parquet("cast(employee_count as double) as employee_count"),
    ),
)
