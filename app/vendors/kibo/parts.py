"""What hangs on a Kibo account: contacts, notes, segments, attributes, users and sales reps.

Source: Kibo's API description of customers, AccountBase and B2BAccount, and the page on adding a sales rep
(which also shows `last2FaDate`); read 2026-11-20. No lengths and no sets of values are documented.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.records.fields import About, AnyJson, Erase, RecordModel

_SPEC = "KiboSoftware/kibo-open-api-specs, customer, 2026-05-26; read 2026-11-20"


class SalesRep(RecordModel):
    """A rep of the account: an admin user of the tenant."""

    adminUserId: Annotated[
        str,
        Field(min_length=1),
        About(
            "Sales rep",
            "The id of an admin user; chosen by name where there is a connection.",
            "8b411765d9214fe638f8075169f994ad",
            _SPEC,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    accountId: Annotated[int, About("Sales rep account", "", "", _SPEC, is_read_only=True)]


class ContactAddress(RecordModel):
    """A contact's address."""

    address1: Annotated[str, About("Contact address line 1", "", "Havnegade 12", _SPEC)]
    address2: Annotated[str, About("Contact address line 2", "", "", _SPEC)]
    address3: Annotated[str, About("Contact address line 3", "", "", _SPEC)]
    address4: Annotated[str, About("Contact address line 4", "", "", _SPEC)]
    cityOrTown: Annotated[str, About("Contact city", "", "København", _SPEC)]
    stateOrProvince: Annotated[str, About("Contact state", "", "", _SPEC)]
    postalOrZipCode: Annotated[str, About("Contact post code", "", "1058", _SPEC)]
    countryCode: Annotated[str, About("Contact country", "", "DK", _SPEC)]
    addressType: Annotated[str, About("Contact address type", "", "", _SPEC)]
    isValidated: Annotated[bool, About("Contact address validated", "", "", _SPEC, is_read_only=True)]


class PhoneNumbers(RecordModel):
    """A contact's phone numbers."""

    home: Annotated[str, About("Contact home phone", "", "", _SPEC)]
    mobile: Annotated[str, About("Contact mobile phone", "", "", _SPEC)]
    work: Annotated[str, About("Contact work phone", "", "", _SPEC)]


class ContactType(RecordModel):
    """What a contact is used for."""

    name: Annotated[str, About("Contact type", "", "", _SPEC, is_read_only=True)]
    isPrimary: Annotated[bool, About("Contact type primary", "", "", _SPEC, is_read_only=True)]


class Contact(RecordModel):
    """A contact for billing, shipping or talking to."""

    id: Annotated[
        int,
        About(
            "Contact id", "Given by Kibo; tells the contacts of an account apart.", "", _SPEC, is_read_only=True
        ),
    ]
    email: Annotated[str, About("Contact e-mail", "", "indkob@example.com", _SPEC)]
    firstName: Annotated[str, About("Contact first name", "", "Indkøb", _SPEC)]
    middleNameOrInitial: Annotated[str, About("Contact middle name", "", "", _SPEC)]
    lastNameOrSurname: Annotated[str, About("Contact last name", "", "København", _SPEC)]
    companyOrOrganization: Annotated[str, About("Contact company", "", "", _SPEC)]
    faxNumber: Annotated[str, About("Contact fax", "", "", _SPEC)]
    label: Annotated[str, About("Contact label", "", "", _SPEC)]
    phoneNumbers: PhoneNumbers
    address: ContactAddress
    types: list[ContactType]
    accountId: Annotated[int, About("Contact account", "", "", _SPEC, is_read_only=True)]
    auditInfo: Annotated[AnyJson, About("Contact audit", "", "", _SPEC, is_read_only=True)]


class Note(RecordModel):
    """An internal note, for merchants only."""

    id: Annotated[
        int,
        About("Note id", "Given by Kibo; tells the notes of an account apart.", "", _SPEC, is_read_only=True),
    ]
    content: Annotated[str, About("Note", "", "", _SPEC)]
    auditInfo: Annotated[AnyJson, About("Note audit", "", "", _SPEC, is_read_only=True)]


class Segment(RecordModel):
    """A segment the account was assigned to."""

    id: Annotated[int, About("Segment id", "", "", _SPEC, is_read_only=True)]
    code: Annotated[str, About("Segment code", "", "", _SPEC, is_read_only=True)]
    name: Annotated[str, About("Segment", "", "", _SPEC, is_read_only=True)]
    description: Annotated[str, About("Segment description", "", "", _SPEC, is_read_only=True)]
    auditInfo: Annotated[AnyJson, About("Segment audit", "", "", _SPEC, is_read_only=True)]


class Attribute(RecordModel):
    """An attribute; its values may be anything."""

    fullyQualifiedName: Annotated[str, About("Attribute", "", "", _SPEC, is_read_only=True)]
    attributeDefinitionId: Annotated[int, About("Attribute definition", "", "", _SPEC, is_read_only=True)]
    values: Annotated[AnyJson, About("Attribute values", "", "", _SPEC, is_read_only=True)]
    auditInfo: Annotated[AnyJson, About("Attribute audit", "", "", _SPEC, is_read_only=True)]


class RoleScope(RecordModel):
    """Where a role holds."""

    id: Annotated[int, About("Role scope id", "", "", _SPEC, is_read_only=True)]
    name: Annotated[str, About("Role scope", "", "", _SPEC, is_read_only=True)]
    type: Annotated[str, About("Role scope type", "", "", _SPEC, is_read_only=True)]


class RoleResource(RecordModel):
    """What a role is about."""

    id: Annotated[str, About("Role resource id", "", "", _SPEC, is_read_only=True)]
    type: Annotated[str, About("Role resource type", "", "", _SPEC, is_read_only=True)]


class UserRole(RecordModel):
    """A role of a user."""

    roleId: Annotated[int, About("Role id", "", "", _SPEC, is_read_only=True)]
    roleName: Annotated[str, About("Role", "", "", _SPEC, is_read_only=True)]
    userId: Annotated[str, About("Role user id", "", "", _SPEC, is_read_only=True)]
    roleTags: Annotated[AnyJson, About("Role tags", "", "", _SPEC, is_read_only=True)]
    auditInfo: Annotated[AnyJson, About("Role audit", "", "", _SPEC, is_read_only=True)]
    assignedInScope: RoleScope
    roleResources: list[RoleResource]


class B2BUser(RecordModel):
    """A person of the company who buys; users are not changed with their account."""

    userId: Annotated[str, About("User id", "", "", _SPEC, is_read_only=True)]
    emailAddress: Annotated[str, About("User e-mail", "", "", _SPEC, is_read_only=True)]
    userName: Annotated[str, About("User name", "", "", _SPEC, is_read_only=True)]
    firstName: Annotated[str, About("User first name", "", "", _SPEC, is_read_only=True)]
    lastName: Annotated[str, About("User last name", "", "", _SPEC, is_read_only=True)]
    localeCode: Annotated[str, About("User locale", "", "", _SPEC, is_read_only=True)]
    acceptsMarketing: Annotated[bool, About("User accepts marketing", "", "", _SPEC, is_read_only=True)]
    hasExternalPassword: Annotated[bool, About("User has external password", "", "", _SPEC, is_read_only=True)]
    isActive: Annotated[bool, About("User active", "", "", _SPEC, is_read_only=True)]
    isLocked: Annotated[bool, About("User locked", "", "", _SPEC, is_read_only=True)]
    isRemoved: Annotated[bool, About("User removed", "", "", _SPEC, is_read_only=True)]
    last2FaDate: Annotated[str, About("User last two-factor sign-in", "", "", _SPEC, is_read_only=True)]
    roles: list[UserRole]
