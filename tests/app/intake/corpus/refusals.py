"""Files that are no table of customers, each with the words that say so."""

# ruff: noqa: E501  a case is read best on one line

from __future__ import annotations

from tests.app.intake.corpus.cases import HEAD, Refused, text

REFUSALS = (
    Refused("empty", b"", "“customers.csv” is empty; nothing was read.", "Save the table again."),
    Refused("blanks only", b" \n\n ,,\n", "“customers.csv” holds nothing but blanks; nothing was read.", "Save it again."),
    Refused("a BOM only", b"\xef\xbb\xbf", "“customers.csv” holds nothing but blanks; nothing was read.", "Save it again."),
    Refused("a declared delimiter only", b"sep=;\n", "“customers.csv” holds nothing but blanks; nothing was read.", "Save it again."),
    Refused("a workbook cut short", b"PK\x03\x04\x14\x00\x06\x00\x08", "“customers.csv” is a broken workbook and could not be read; nothing was kept.", "Open it in a spreadsheet and save it as “CSV UTF-8”."),
    Refused("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "“customers.csv” is an old Excel workbook; nothing was read.", "Open it in a spreadsheet and save it as .xlsx, or as “CSV UTF-8”."),
    Refused("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "“customers.csv” is a picture, not a CSV file; nothing was read.", "Choose the CSV file with the records."),
    Refused("a photograph", b"\xff\xd8\xff\xe0", "“customers.csv” is a picture, not a CSV file; nothing was read.", "Choose the CSV file with the records."),
    Refused("a PDF", b"%PDF-1.7\n", "“customers.csv” is a PDF document, not a CSV file; nothing was read.", "Ask for the table as CSV."),
    Refused("a compressed file", b"\x1f\x8b\x08\x00", "“customers.csv” is a compressed file, not a CSV file; nothing was read.", "Unpack it first."),
    Refused("a database", b"SQLite format 3\0", "“customers.csv” is a database, not a CSV file; nothing was read.", "Choose the CSV file with the records."),
    Refused("a web page", b"\n<!DOCTYPE html><table><tr><td>customer_number</td></tr></table>", "“customers.csv” is a web page or an XML file, whatever its name says; nothing was read.", "Open it in a spreadsheet and save it as “CSV UTF-8”, or ask for the table as CSV."),
    Refused("a table in XML", b'<?xml version="1.0"?><Workbook/>', "“customers.csv” is a web page or an XML file, whatever its name says; nothing was read.", "Open it in a spreadsheet and save it as “CSV UTF-8”, or ask for the table as CSV."),
    Refused("JSON", b'[{"customer_number": 1}]', "“customers.csv” is a JSON file, whatever its name says; nothing was read.", "Open it in a spreadsheet and save it as “CSV UTF-8”, or ask for the table as CSV."),
    Refused("a text document", b"{\\rtf1 customer_number}", "“customers.csv” is a text document, not a CSV file; nothing was read.", "Ask for the table as CSV."),
    Refused("something binary", bytes(range(256)) * 8, "“customers.csv” is not a text file; nothing was read.", "Choose the CSV file with the records."),
    Refused("prose", b"Dear all,\nhere are the customers.\n", "“customers.csv” has no column that is known: “Dear all”. Nothing was read.", "Put the names of the fields in a row above the records, such as customer_number, name, currency. Where the first row is a record already, say that there is no header, and what each column feeds."),
    Refused("no known header", b"one,two\n1,2\n", "“customers.csv” has no column that is known: “one”, “two”. Nothing was read.", "Put the names of the fields in a row above the records, such as customer_number, name, currency. Where the first row is a record already, say that there is no header, and what each column feeds."),
    Refused("another delimiter than can be guessed", b"customer_number:name\n1:A\n", "“customers.csv” has no column that is known: “customer_number:name”. Nothing was read.", "Put the names of the fields in a row above the records, such as customer_number, name, currency. Where the first row is a record already, say that there is no header, and what each column feeds."),
    Refused("no key column", b"name,currency\nA,DKK\n", "“customers.csv” has no column “customer_number” (Customer number); without it no customer can be told from another. Nothing was read.", "Add that column, or choose which column holds it. Found: “name”, “currency”."),
    Refused("two key columns", b"customer_number,Customer number,name\n1,2,A\n", "“customers.csv” has several columns for customer_number: “customer_number” (column A) and “Customer number” (column B). Nothing was read.", "Remove or ignore all but one of them."),
    Refused("no encoding makes sense", text(HEAD) + b"1,\xff\xfe\xfd\x81,\xfe\n2,\x8d\xff\xfe,\xff\n3,\xff\xfe\x81,\xfe\n", "No encoding makes sense of the text in “customers.csv”; nothing was read.", "Open it in a spreadsheet and save it as “CSV UTF-8”, or choose the encoding by hand."),
    Refused("a NUL in the header", b"customer_number,na\0me,currency\n1,A,DKK\n", "The header of “customers.csv” in row 1 (line 1) cannot be read: This row holds a NUL character, which no spreadsheet writes. Write the row again.", "Nothing was read. Correct it in the file, or choose another row, encoding or delimiter."),
    Refused("broken bytes in the header", b"customer_number,na\xffme,currency\n1,A,DKK\n", "The header of “customers.csv” in row 1 (line 1) cannot be read: This row holds bytes that are no text in the file's encoding. Save the file as “CSV UTF-8”, or write the row again.", "Nothing was read. Correct it in the file, or choose another row, encoding or delimiter."),
    Refused("an open quote in the header", b'customer_number,"name,currency\n1,A,DKK\n', "The header of “customers.csv” in row 1 (line 1) cannot be read: A quote opened on line 1 is not closed as it should be, so this row cannot be read. Close the quote, or double a quote that belongs to the text.", "Nothing was read. Correct it in the file, or choose another row, encoding or delimiter."),
)  # fmt: skip
