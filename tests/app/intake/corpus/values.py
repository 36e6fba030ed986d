"""Cells that spreadsheets and loaders are known to spoil, and rows that belong together or contradict."""

# ruff: noqa: E501  a case is read best on one line

from __future__ import annotations

from app.records.change import Raw
from tests.app.intake.corpus.cases import (
    A_NUMBER,
    A_WHOLE_NUMBER,
    ADDRESS_HEAD,
    ERASED,
    HEAD,
    NAME_STAYS,
    NO_COUNTRY,
    NO_CURRENCY,
    NO_LINE,
    NO_NAME,
    NO_NUMBER,
    NO_RECEIVER,
    NO_ZIP,
    ROW,
    Case,
    address,
    c,
    numbered,
    text,
)

PLAIN = "UTF-8, comma, header in row 1"
VALUES = (
    Case("leading zeros", text(HEAD + "0007,A,DKK\n"), PLAIN, [c("0007", "A")]),
    Case("long digits", text(HEAD + "123456789012345678901234567890,1E5,DKK\n"), PLAIN, [c("123456789012345678901234567890", "1E5")]),
    Case("dates", text(HEAD + "1,01/02/03,DKK\n2,2026-02-01,DKK\n"), PLAIN, [c("1", "01/02/03"), c("2", "2026-02-01")]),
    Case("blanks around text", text(HEAD + "1,  A  ,DKK\n"), PLAIN, [c("1", "  A  ")]),
    Case("blanks around keys and codes", text(HEAD + " 1 ,A, DKK \n"), PLAIN, [c("1", "A")]),
    Case("blanks alone", text(HEAD + "1,  ,DKK\n"), PLAIN, [c("1", None)], told=["2.2 " + NO_NAME]),
    Case("tabs in text", text(HEAD + "1,A\tB,DKK\n"), PLAIN, [c("1", "A\tB")]),
    Case("signs of many planes", text(HEAD + "1,🧶 Garn שלום,DKK\n"), PLAIN, [c("1", "🧶 Garn שלום")]),
    Case("accents in two forms", text(HEAD + "1,A\u030as,DKK\n2,\u00c5s,DKK\n"), PLAIN, [c("1", "A\u030as"), c("2", "\u00c5s")]),
    Case("markup", text(HEAD + "1,<b>&amp;</b>,DKK\n"), PLAIN, [c("1", "<b>&amp;</b>")]),
    Case("the sign that stands for broken text", text(HEAD + "1,A\ufffdB,DKK\n"), PLAIN, [c("1", "A\ufffdB")]),
    Case("formulas", text(HEAD + "1,=1+1,DKK\n2,'=1+1,DKK\n3,''=x,DKK\n4,'+4,DKK\n5,-x,DKK\n6,@a,DKK\n7,'s-Gravenhage,DKK\n"), PLAIN, [c("1", "=1+1"), c("2", "=1+1"), c("3", "'=x"), c("4", "+4"), c("5", "-x"), c("6", "@a"), c("7", "'s-Gravenhage")]),
    Case("brackets", text(HEAD + "1,'[],DKK\n2,[x],DKK\n"), PLAIN, [c("1", "[]"), c("2", "[x]")]),
    Case("erasing what cannot be erased", text(HEAD + "1, [] ,DKK\n"), PLAIN, [c("1", ERASED)], told=["2.2 " + NAME_STAYS, "2.2 " + NO_NAME]),
    Case("a currency that is none", text(HEAD + "1,A,dkk\n2,B,EURO\n3,C,XXQ\n"), PLAIN, [c("1", "A", "dkk"), c("2", "B", "EURO"), c("3", "C", "XXQ")], told=["2.2 error currency: “dkk” is no currency code; write DKK.", "3.3 error currency: “EURO” is no currency code; use three capital letters such as EUR.", "4.4 error currency: “XXQ” is no currency code; use three capital letters such as EUR."]),
    Case("numbers between semicolons", text("customer_number;name;currency;discount_percentage\n" + numbered(";", "12,5", "12.5", "+5", "0012", "1.234,5", "1 234", "12,5%", "1e3", "1_000", "12,", ",5", "１２", "NaN", "0.1234567890123456")), "UTF-8, semicolon, header in row 1", [c("1", "A") | {"discount_percentage": 12.5}, c("2", "A") | {"discount_percentage": 12.5}, c("3", "A") | {"discount_percentage": 5.0}, c("4", "A") | {"discount_percentage": 12.0}, c("5", "A") | {"discount_percentage": Raw("1.234,5")}, c("6", "A") | {"discount_percentage": Raw("1 234")}, c("7", "A") | {"discount_percentage": Raw("12,5%")}, c("8", "A") | {"discount_percentage": Raw("1e3")}, c("9", "A") | {"discount_percentage": Raw("1_000")}, c("10", "A") | {"discount_percentage": Raw("12,")}, c("11", "A") | {"discount_percentage": Raw(",5")}, c("12", "A") | {"discount_percentage": Raw("１２")}, c("13", "A") | {"discount_percentage": Raw("NaN")}, c("14", "A") | {"discount_percentage": Raw("0.1234567890123456")}], told=["6.6 error discount_percentage: “1.234,5” cannot be read as Discount %." + A_NUMBER, "7.7 error discount_percentage: “1 234” cannot be read as Discount %." + A_NUMBER, "8.8 error discount_percentage: “12,5%” cannot be read as Discount %." + A_NUMBER, "9.9 error discount_percentage: “1e3” cannot be read as Discount %." + A_NUMBER, "10.10 error discount_percentage: “1_000” cannot be read as Discount %." + A_NUMBER, "11.11 error discount_percentage: “12,” cannot be read as Discount %." + A_NUMBER, "12.12 error discount_percentage: “,5” cannot be read as Discount %." + A_NUMBER, "13.13 error discount_percentage: “１２” cannot be read as Discount %." + A_NUMBER, "14.14 error discount_percentage: “NaN” cannot be read as Discount %." + A_NUMBER, "15.15 error discount_percentage: “0.1234567890123456” cannot be read as Discount %." + A_NUMBER]),
    Case("numbers between commas", text("customer_number,name,currency,discount_percentage\n" + numbered(",", "12.5", '"12,5"', "1e2", "120", "-1")), PLAIN, [c("1", "A") | {"discount_percentage": 12.5}, c("2", "A") | {"discount_percentage": Raw("12,5")}, c("3", "A") | {"discount_percentage": Raw("1e2")}, c("4", "A") | {"discount_percentage": 120.0}, c("5", "A") | {"discount_percentage": -1.0}], told=["3.3 error discount_percentage: “12,5” cannot be read as Discount %." + A_NUMBER, "4.4 error discount_percentage: “1e2” cannot be read as Discount %." + A_NUMBER, "5.5 error discount_percentage: Discount % is 120; at most 100 is allowed. Lower it.", "6.6 error discount_percentage: Discount % is -1; at least 0 is needed. Raise it."]),
    Case("booleans", text("customer_number,name,currency,active\n" + numbered(",", "true", "FALSE", "Yes", "no", "ja", "Nein", "nej", "1", "0", " yes ", "y", "on", "2")), PLAIN, [c("1", "A") | {"active": True}, c("2", "A") | {"active": False}, c("3", "A") | {"active": True}, c("4", "A") | {"active": False}, c("5", "A") | {"active": True}, c("6", "A") | {"active": False}, c("7", "A") | {"active": False}, c("8", "A") | {"active": True}, c("9", "A") | {"active": False}, c("10", "A") | {"active": True}, c("11", "A") | {"active": Raw("y")}, c("12", "A") | {"active": Raw("on")}, c("13", "A") | {"active": Raw("2")}], told=["12.12 error active: “y” cannot be read as Active. Write yes or no.", "13.13 error active: “on” cannot be read as Active. Write yes or no.", "14.14 error active: “2” cannot be read as Active. Write yes or no."]),
    Case("countries", text(ADDRESS_HEAD + "1,A,DKK,Shop,R,L,0100,C,DK\n2,A,DKK,Shop,R,L,0100,C,dk\n3,A,DKK,Shop,R,L,0100,C,Denmark\n4,A,DKK,Shop,R,L,0100,C,XX\n"), PLAIN, [c("1", "A") | address("Shop"), c("2", "A") | address("Shop", "C", "dk"), c("3", "A") | address("Shop", "C", "Denmark"), c("4", "A") | address("Shop", "C", "XX")], told=["3.3 error addresses.country: “dk” is no country code; write DK.", "4.4 error addresses.country: “Denmark” is no country code; write DK.", "5.5 error addresses.country: “XX” is no country code; use two capital letters such as DK, US or GB."]),
    Case("whole numbers", text("customer_number,name,currency,payment_term.payment_term_id\n" + numbered(",", "7", "007", "7.0", "x")), PLAIN, [c("1", "A") | {"payment_term.payment_term_id": 7}, c("2", "A") | {"payment_term.payment_term_id": 7}, c("3", "A") | {"payment_term.payment_term_id": Raw("7.0")}, c("4", "A") | {"payment_term.payment_term_id": Raw("x")}], told=["4.4 error payment_term.payment_term_id: “7.0” cannot be read as Payment term id." + A_WHOLE_NUMBER, "5.5 error payment_term.payment_term_id: “x” cannot be read as Payment term id." + A_WHOLE_NUMBER]),
    Case("one customer on two rows", text(ADDRESS_HEAD + "1,A,DKK,Shop,R,L,0100,C,DK\n1,,,Depot,R,L,0100,C,DK\n"), PLAIN, [c("1", "A") | address("Shop") | address("Depot")]),
    Case("one customer on rows apart", text(HEAD + "1,A,\n2,X,DKK\n1,,DKK\n"), PLAIN, [c("1", "A"), c("2", "X")]),
    Case("one address twice", text(ADDRESS_HEAD + "1,A,DKK,Shop,R,L,0100,C,DK\n1,,,Shop,,,,D,\n"), PLAIN, [c("1", "A") | address("Shop", Raw("C (row 2) or D (row 3)"))], told=["3.3 error addresses.city: Row 2 says “C” and row 3 says “D” for City of the same record. Correct the field, or one of the rows."]),
    Case("an address without a title", text(ADDRESS_HEAD + "1,A,DKK,,R,L,0100,C,DK\n"), PLAIN, [c("1", "A") | {"addresses[+1].name": "R", "addresses[+1].address": "L", "addresses[+1].zip": "0100", "addresses[+1].city": "C", "addresses[+1].country": "DK"}], told=["2.2 error addresses.title: Address title is missing. For example: Primary address.", "2.2 warning addresses: These addresses cannot all be told apart, so this customer is sent alone, and once: if the answer is lost, a person has to look."]),
    Case("an address that is not whole", text(ADDRESS_HEAD + "1,A,DKK,Shop,,,,C,\n"), PLAIN, [c("1", "A") | {"addresses[title=Shop].title": "Shop", "addresses[title=Shop].city": "C"}], told=["2.2 " + NO_RECEIVER, "2.2 " + NO_LINE, "2.2 " + NO_ZIP, "2.2 " + NO_COUNTRY]),
    Case("a list that is emptied", text("customer_number,name,currency,addresses_sync_mode,addresses.title\n1,A,DKK,replace,[]\n"), PLAIN, [c("1", "A") | {"addresses": [], "(addresses_sync_mode)": "replace"}], told=["2.2 warning addresses.title: Replace removes every address at TRAEDE that is not listed here, unseen."]),
    Case("directives", text("customer_number,name,currency,addresses_sync_mode\n1,A,DKK,Replace\n2,B,DKK,merge\n3,C,DKK,\n"), PLAIN, [c("1", "A") | {"(addresses_sync_mode)": "replace"}, c("2", "B") | {"(addresses_sync_mode)": "merge"}, c("3", "C")], told=["3.3 error addresses_sync_mode: “merge” is unknown here. Choose one of append, replace."]),
    Case("deletes", text("customer_number,name,currency,delete\n1,,,yes\n2,B,DKK,no\n3,C,DKK,perhaps\n"), PLAIN, [c("1", None, None) | {"(delete)": True}, c("2", "B"), c("3", "C") | {"delete": Raw("perhaps")}], told=["4.4 error delete: “perhaps” cannot be read as Delete. Write yes or no."]),
    Case("identical rows", text(HEAD + "1,A,DKK\n1,A,DKK\n"), PLAIN, [c("1", "A")], told=["3.3 warning -: Rows 2 and 3 are identical; they make one record."]),
    Case("same number, other name", text(HEAD + "1,A,DKK\n2,X,DKK\n1,B,DKK\n"), PLAIN, [c("1", Raw("A (row 2) or B (row 4)")), c("2", "X")], told=["4.4 error name: Row 2 says “A” and row 4 says “B” for Name of the same record. Correct the field, or one of the rows."]),
    Case("a customer without a number", text(HEAD + ",A,DKK\n1,B,DKK\n"), PLAIN, [c(None, "A"), c("1", "B")], told=["2.2 " + NO_NUMBER]),
    Case("a total below", text(HEAD + ROW + ",Total,\n"), PLAIN, [c("1000", "Ærø Garn"), c(None, "Total", None)], told=["3.3 " + NO_NUMBER, "3.3 " + NO_CURRENCY]),
    Case("a header in the middle", text(HEAD + ROW + HEAD + "1001,B,DKK\n"), PLAIN, [c("1000", "Ærø Garn"), c("customer_number", "name", "currency"), c("1001", "B")], told=["3.3 error currency: “currency” is no currency code; use three capital letters such as EUR."]),
    Case("a column of numbers alone", text("customer_number\n1\n"), PLAIN, [c("1", None, None)], told=["2.2 " + NO_NAME, "2.2 " + NO_CURRENCY]),
)  # fmt: skip
