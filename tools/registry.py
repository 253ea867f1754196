"""Writes the evidence registry's tables from the folder of official series.

python tools/registry.py FOLDER
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from ayni.evidence.registry import COLUMNS, FOLDER, SOURCES

Row = dict[str, str]

OLD, REVISED, INCOME = "old_ine_method", "revised_ine_method", "ine_income_per_head"
TABLE = "informe_fiscal_2024"
SURVEY, ADMINISTRATIVE = "survey", "administrative"

# indicator in the folder: (indicator here, method)
NAMES: dict[str, tuple[str, str]] = {
    # poverty and inequality
    "Moderate poverty headcount - old INE method": ("poverty_moderate", OLD),
    "Moderate poverty headcount - revised INE method": ("poverty_moderate", REVISED),
    "Moderate poverty headcount (national line)": ("poverty_moderate", REVISED),
    "Extreme poverty headcount - old INE method": ("poverty_extreme", OLD),
    "Extreme poverty headcount - revised INE method": ("poverty_extreme", REVISED),
    "Extreme poverty headcount (national line)": ("poverty_extreme", REVISED),
    "Poverty gap FGT1 (moderate line) - old INE method": ("poverty_gap_moderate", OLD),
    "Poverty gap FGT1 (moderate line) - revised INE method": ("poverty_gap_moderate", REVISED),
    "Poverty gap FGT1 (moderate line)": ("poverty_gap_moderate", REVISED),
    "Poverty severity FGT2 (moderate line) - old INE method": ("poverty_severity_moderate", OLD),
    "Poverty severity FGT2 (moderate line) - revised INE method": ("poverty_severity_moderate", REVISED),
    "Poverty severity FGT2 (moderate line)": ("poverty_severity_moderate", REVISED),
    "Extreme poverty gap FGT1 - old INE method": ("poverty_gap_extreme", OLD),
    "Extreme poverty gap FGT1": ("poverty_gap_extreme", REVISED),
    "Extreme poverty severity FGT2 - old INE method": ("poverty_severity_extreme", OLD),
    "Persons in moderate poverty": ("persons_in_poverty_moderate", REVISED),
    "Persons in extreme poverty": ("persons_in_poverty_extreme", REVISED),
    "Persons covered by poverty profile": ("population_of_poverty_profile", REVISED),
    "Population in poverty analysis": ("population_of_poverty_analysis", REVISED),
    "Moderate poverty line (weighted mean across domains)": ("poverty_line_moderate", REVISED),
    "Extreme poverty line (weighted mean across domains)": ("poverty_line_extreme", REVISED),
    "Mean per-capita household income": ("income_per_head_mean", INCOME),
    "Median per-capita household income": ("income_per_head_median", INCOME),
    "Share of per-capita household income by person decile": ("income_share_by_decile", INCOME),
    "Income ratio of richest to poorest decile": ("income_ratio_of_deciles", ""),
    "Multidimensional poor (unsatisfied basic needs)": ("persons_with_unsatisfied_basic_needs", "census"),
    "Gini index - INE per-capita household income": ("gini_ine", INCOME),
    "Gini index, per-capita household income": ("gini_ine", INCOME),
    "Gini index - World Bank harmonised income": ("gini_world_bank", "world_bank_harmonised_income"),
    "Gini index, fiscal incidence concepts": ("gini_fiscal_incidence", "commitment_to_equity"),
    "Poverty headcount at 3.00 international dollars a day (2021 PPP)": ("poverty_3_00_dollars", "world_bank_2021_ppp"),
    "Poverty headcount at 4.20 international dollars a day (2021 PPP)": ("poverty_4_20_dollars", "world_bank_2021_ppp"),
    "Poverty headcount at 8.30 international dollars a day (2021 PPP)": ("poverty_8_30_dollars", "world_bank_2021_ppp"),
    "Poverty reduction reported by CEPR": ("poverty_reduction_reported", "cepr"),
    # effects; the method is the author
    "Estimated effect of Bono contra el Hambre on moderate poverty": (
        "effect.bono_contra_el_hambre.poverty_moderate", ""),
    "Estimated effect of Bono contra el Hambre on extreme poverty": (
        "effect.bono_contra_el_hambre.poverty_extreme", ""),
    "Estimated effect of Bono contra el Hambre on the Gini index": ("effect.bono_contra_el_hambre.gini", ""),
    "Estimated effect of the three bonuses (Juancito Pinto, Juana Azurduy, Renta Dignidad) on moderate poverty": (
        "effect.three_programmes.poverty_moderate", ""),
    "Estimated effect of the three bonuses (Juancito Pinto, Juana Azurduy, Renta Dignidad) on extreme poverty": (
        "effect.three_programmes.poverty_extreme", ""),
    "Estimated effect of Renta Dignidad on poverty of households with older members": (
        "effect.renta_dignidad.poverty_of_households_with_older_members", ""),
    "Estimated effect of Renta Dignidad on moderate poverty of older adults": (
        "effect.renta_dignidad.poverty_moderate_of_older_adults", ""),
    "Estimated effect of Renta Dignidad on extreme poverty of older adults": (
        "effect.renta_dignidad.poverty_extreme_of_older_adults", ""),
    "Estimated effect of Renta Dignidad on income poverty, matching estimate": (
        "effect.renta_dignidad.income_poverty_matching", ""),
    "Estimated effect of Renta Dignidad on moderate poverty": ("effect.renta_dignidad.poverty_moderate", ""),
    "Estimated effect of Renta Dignidad on extreme poverty": ("effect.renta_dignidad.poverty_extreme", ""),
    "Estimated effect of Renta Dignidad on the Gini index": ("effect.renta_dignidad.gini", ""),
    # labour
    "Urban unemployment rate": ("unemployment_urban_ece", "ece"),
    "Unemployment rate (annual household survey)": ("unemployment_eh", "eh"),
    "Urban employed persons": ("employed_urban_ece", "ece"),
    "Urban labour force": ("labour_force_urban_ece", "ece"),
    "Labour force": ("labour_force", "ece_as_reported"),
    "Employed persons (annual household survey)": ("employed_eh", "eh"),
    "Employed persons": ("employed_eh", "eh"),
    "Unemployed persons": ("unemployed_eh", "eh"),
    "Participation rate": ("participation_eh", "eh"),
    "Employed by category of employment": ("employed_eh_by_category", "eh"),
    "Share of national employment": ("employment_share_of_department", "eh"),
    "Mean labour income (earners with positive income)": ("labour_income_mean", "eh"),
    "Median labour income (earners with positive income)": ("labour_income_median", "eh"),
    "National minimum wage": ("minimum_wage", ""),
    "National minimum wage, annual increase": ("minimum_wage_increase", ""),
    "Informality, legal definition (employees without pension rights)": ("informality_legal", "sedlac"),
    "Employed affiliated to a pension fund (AFP)": ("pension_fund.affiliated", SURVEY),
    "Employed currently contributing to a pension fund (AFP)": ("pension_fund.contributors", SURVEY),
    "Share of employed currently contributing to a pension fund": ("pension_fund.contributor_share", SURVEY),
    # prices
    "CPI general index, annual average": ("cpi.average", ""),
    "CPI general index, December": ("cpi.december", ""),
    "CPI general index, monthly": ("cpi.month", ""),
    "CPI by division, annual average": ("cpi.division", ""),
    "Inflation, December on December": ("inflation.december", ""),
    "Inflation, annual average": ("inflation.average", ""),
    "Exchange rate, bolivianos per US dollar (official, annual average)": ("exchange_rate", ""),
    # national accounts
    "GDP at current prices - 1990 base": ("gdp", "base_1990"),
    "GDP at current prices - 2017 base": ("gdp", "base_2017"),
    "GDP at current prices implied by fiscal ratios": ("gdp", "base_1990_implied_by_fiscal_ratios"),
    "GDP per capita at current prices": ("gdp_per_head", ""),
    "Household final consumption expenditure (incl. NPISH)": ("household_consumption", "base_1990"),
    "Departmental GDP, chained volumes (reference year 2017)": ("gdp_department.volume", "chained_2017"),
    "Share of departmental GDP in the sum of departments (chained volumes)": (
        "gdp_department.share_of_volume", "chained_2017"),
    "Departmental GDP at current prices": ("gdp_department", "base_1990"),
    "Share of departmental GDP in national GDP (current prices)": ("gdp_department.share", "base_1990"),
    "Departmental GDP per capita": ("gdp_department.per_head", "base_1990"),
    # population
    "Population, mid-year": ("population", "un_world_bank"),
    "Population by age and sex": ("population", "un_wpp_2019"),
    "Population projection": ("population", "ine_projection"),
    "Census population": ("population", "census"),
    "Population by age and sex (survey-weighted)": ("population", SURVEY),
    "Population (survey-weighted)": ("population", SURVEY),
    "Population in the household survey": ("population_in_survey", SURVEY),
    # programmes
    "Renta Dignidad, beneficiaries": ("renta_dignidad.recipients", ADMINISTRATIVE),
    "Renta Dignidad, spending": ("renta_dignidad.spending", ADMINISTRATIVE),
    "Renta Dignidad, spending (estimate)": ("renta_dignidad.spending", "estimate"),
    "Renta Dignidad, share of non-pensioners among beneficiaries": (
        "renta_dignidad.non_pensioner_share", ADMINISTRATIVE),
    "Renta Dignidad, payment rate (spending / beneficiaries x statutory annual amount)": (
        "renta_dignidad.payment_rate", ADMINISTRATIVE),
    "Renta Dignidad, monthly amount": ("renta_dignidad.amount", ""),
    "Renta Dignidad, budget": ("renta_dignidad.budget", "budget"),
    "Renta Dignidad, budgeted beneficiaries": ("renta_dignidad.budgeted_recipients", "budget"),
    "Renta Dignidad recipients reported in survey": ("renta_dignidad.recipients", SURVEY),
    "Renta Dignidad, implied annual spending from reported monthly amounts x12": ("renta_dignidad.spending", SURVEY),
    "Renta Dignidad recipients by monthly amount": ("renta_dignidad.recipients", SURVEY),
    "Renta Dignidad coverage of population 60+": ("renta_dignidad.coverage", SURVEY),
    "Bono contra el Hambre, beneficiaries": ("bono_contra_el_hambre.recipients", ADMINISTRATIVE),
    "Bono contra el Hambre, spending": ("bono_contra_el_hambre.spending", ADMINISTRATIVE),
    "Bono contra el Hambre, programmed beneficiaries": ("bono_contra_el_hambre.programmed_recipients", "programmed"),
    "Bono contra el Hambre, amount": ("bono_contra_el_hambre.amount", ""),
    "Bono contra el Hambre, registered base by source": ("bono_contra_el_hambre.registered_base", ADMINISTRATIVE),
    "Re-IVA (VAT refund of up to 5 % for incomes to 9,000 Bs), beneficiaries": ("re_iva.recipients", ADMINISTRATIVE),
    "Re-IVA (VAT refund of up to 5 % for incomes to 9,000 Bs), refunds": ("re_iva.spending", ADMINISTRATIVE),
    "Bono Juancito Pinto, beneficiaries": ("bono_juancito_pinto.recipients", ADMINISTRATIVE),
    "Bono Juancito Pinto, spending": ("bono_juancito_pinto.spending", ADMINISTRATIVE),
    "Bono Juancito Pinto, programmed beneficiaries": ("bono_juancito_pinto.programmed_recipients", "programmed"),
    "Bono Juancito Pinto, budget": ("bono_juancito_pinto.budget", "budget"),
    "Bono Juancito Pinto, budgeted beneficiaries": ("bono_juancito_pinto.budgeted_recipients", "budget"),
    "Bono Juancito Pinto, amount": ("bono_juancito_pinto.amount", ""),
    "Bono Juancito Pinto recipients reported in survey (payment of previous year)": (
        "bono_juancito_pinto.recipients", SURVEY),
    "Bono Juana Azurduy, beneficiaries": ("bono_juana_azurduy.recipients", ADMINISTRATIVE),
    "Bono Juana Azurduy, spending": ("bono_juana_azurduy.spending", ADMINISTRATIVE),
    "Bono Juana Azurduy, cumulative spending": ("bono_juana_azurduy.cumulative_spending", ADMINISTRATIVE),
    "Bono Juana Azurduy, budget": ("bono_juana_azurduy.budget", "budget"),
    "Bono Juana Azurduy, budgeted beneficiaries": ("bono_juana_azurduy.budgeted_recipients", "budget"),
    "Bono Juana Azurduy, total amount per pregnancy and child": ("bono_juana_azurduy.amount", ""),
    "Bono Juana Azurduy: mothers paid for antenatal controls in survey": (
        "bono_juana_azurduy.mothers_paid_antenatal", SURVEY),
    "Bono Juana Azurduy: children ever enrolled": ("bono_juana_azurduy.children_ever_enrolled", SURVEY),
    "Bono Juana Azurduy: children paid in last 12 months": ("bono_juana_azurduy.children_paid", SURVEY),
    "Subsidio Universal Prenatal, budget": ("subsidio_universal_prenatal.budget", "budget"),
    "Subsidio Universal Prenatal, budgeted beneficiaries": (
        "subsidio_universal_prenatal.budgeted_recipients", "budget"),
    "Canasta Familiar, beneficiaries paid": ("canasta_familiar.recipients", ADMINISTRATIVE),
    "Canasta Familiar, spending": ("canasta_familiar.spending", ADMINISTRATIVE),
    "Canasta Familiar, amount": ("canasta_familiar.amount", ""),
    "Canasta Familiar, target beneficiaries": ("canasta_familiar.target_recipients", "programmed"),
    "Canasta Familiar, budget": ("canasta_familiar.budget", "budget"),
    "Bono Familia, beneficiaries paid": ("bono_familia.recipients", ADMINISTRATIVE),
    "Bono Familia, spending": ("bono_familia.spending", ADMINISTRATIVE),
    "Bono Familia, amount": ("bono_familia.amount", ""),
    "Bono Familia, target beneficiaries": ("bono_familia.target_recipients", "programmed"),
    "Bono Universal, beneficiaries paid": ("bono_universal.recipients", ADMINISTRATIVE),
    "Bono Universal, spending": ("bono_universal.spending", ADMINISTRATIVE),
    "Bono Universal, amount": ("bono_universal.amount", ""),
    "Bono Universal, target beneficiaries": ("bono_universal.target_recipients", "programmed"),
    "Three 2020 bonuses, beneficiaries paid": ("three_bonuses_2020.recipients", ADMINISTRATIVE),
    "Three 2020 bonuses, budget": ("three_bonuses_2020.budget", "budget"),
    "Disability bonus, amount": ("bono_discapacidad.amount", ""),
    "Disability bonus, beneficiaries": ("bono_discapacidad.recipients", ADMINISTRATIVE),
    "Disability bonus, spending": ("bono_discapacidad.spending", ADMINISTRATIVE),
    "Disability bonus, spending (estimate)": ("bono_discapacidad.spending", "estimate"),
    "Disability bonus or blindness bonus recipients in last 12 months": ("bono_discapacidad.recipients", SURVEY),
    "Persons with disability card (SIPRUNPCD)": ("disability.card_holders", SURVEY),
    "Persons registered with any disability": ("disability.registered", ADMINISTRATIVE),
    "Persons registered with moderate, grave or very grave disability": (
        "disability.registered_moderate_or_worse", ADMINISTRATIVE),
    "Persons with grave or very grave disability paid the former annual disability rent (1,000 Bs a year)": (
        "disability.former_annual_rent_recipients", ADMINISTRATIVE),
    "Social bonuses total, budgeted beneficiaries": ("social_bonuses.budgeted_recipients", "budget"),
    "Social bonuses total, budget": ("social_bonuses.budget", "budget"),
    "General government spending on pension rents (old pay-as-you-go system and compensation)": (
        "general_government.pension_rents", TABLE),
    "General government spending on war veterans": ("general_government.war_veterans", TABLE),
    "General government other transfers to the private sector": ("general_government.other_transfers", TABLE),
    # taxes; `.revenue` is the ministry's table, `.collections` INE's
    "VAT (IVA), domestic, revenue": ("iva_domestic.revenue", TABLE),
    "VAT (IVA), imports, revenue": ("iva_imports.revenue", TABLE),
    "Transactions tax (IT), revenue": ("it.revenue", TABLE),
    "Corporate income tax (IUE, incl. remittances abroad), revenue": ("iue.revenue", TABLE),
    "Excise (ICE, domestic and imports), revenue": ("ice.revenue", TABLE),
    "RC-IVA (complementary regime), revenue": ("rc_iva.revenue", TABLE),
    "Other taxes, revenue": ("other_taxes.revenue", TABLE),
    "of which municipal taxes, revenue": ("municipal_taxes.revenue", TABLE),
    "of which financial transactions tax (ITF), revenue": ("itf.revenue", TABLE),
    "Total internal revenue of general government, revenue": ("internal_revenue.revenue", TABLE),
    "Direct hydrocarbons tax (IDH), revenue": ("idh.revenue", TABLE),
    "Special hydrocarbons tax (IEHD), revenue": ("iehd.revenue", TABLE),
    "Hydrocarbon royalties, revenue": ("hydrocarbon_royalties.revenue", TABLE),
    "General government hydrocarbon revenue": ("hydrocarbons.revenue", TABLE),
    "Non-financial public sector, total revenue": ("public_sector.total_revenue", TABLE),
    "Non-financial public sector, tax revenue": ("public_sector.tax_revenue", TABLE),
    "Customs duties (Gravamen Arancelario), revenue": ("customs_duties.revenue", TABLE),
    "Total collections of Law 843 taxes (tax service, without state oil company)": (
        "law_843_taxes.collections", "udape_dossier"),
    "Wealth tax (IGF), revenue": ("igf.revenue", ""),
    "Wealth tax (IGF), taxpayers": ("igf.taxpayers", ""),
    "Wealth tax (IGF), revenue target": ("igf.revenue_target", ""),
    "Wealth tax (IGF), revenue as share of internal revenue": ("igf.share_of_internal_revenue", ""),
    # education and health
    "Regular school enrolment": ("school_enrolment", "ministry_information_system"),
    "Primary enrolment (all schools)": ("primary_enrolment", "world_bank_unesco"),
    "School units of regular education": ("school_units", ""),
    "Enrolled students reported in survey": ("school_enrolment_reported", SURVEY),
    "Adult literacy rate, age 15+": ("literacy_15_plus", "world_bank_unesco"),
    "Illiteracy rate, age 15+": ("illiteracy_15_plus", ""),
    "Illiteracy rate, age 15+ (self-report reads and writes)": ("illiteracy_15_plus", SURVEY),
    "Persons registered in the public universal health scheme (SUS)": ("sus.registered", ADMINISTRATIVE),
    "Population without health insurance targeted by SUS": ("sus.target_population", ""),
    "Population expected to be covered by SUS": ("sus.expected_share", ""),
    "Health insurance registration, first answer": ("health_cover", SURVEY),
    # stoppages, votes, events
    "Santa Cruz stoppage, estimated loss, first 14 days": ("stoppage_2022.loss_first_14_days", ""),
    "Santa Cruz stoppage, estimated loss as share of GDP": ("stoppage_2022.loss_share_of_gdp", ""),
    "Santa Cruz stoppage, estimated loss, cumulative": ("stoppage_2022.loss_cumulative", ""),
    "Santa Cruz stoppage, estimated loss per day": ("stoppage_2022.loss_per_day", ""),
    "Santa Cruz stoppage, duration": ("stoppage_2022.days", ""),
    "National stoppage of Oct-Nov 2019, estimated loss, first 14 days": ("stoppage_2019.loss_first_14_days", ""),
    "Presidential election, share of valid votes": ("presidential_election.vote_share", ""),
    "Recall referendum, votes to keep the president": ("recall_referendum_2008.votes_to_keep", ""),
    "Constitutional referendum 2009, yes votes": ("constitutional_referendum_2009.yes_votes", ""),
    "Deaths in Porvenir, Pando, 11 Sept 2008": ("deaths.porvenir_2008", ""),
    "Civilian deaths in Sacaba": ("deaths.sacaba_2019", ""),
    "Civilian deaths in Senkata": ("deaths.senkata_2019", ""),
    "Civilian deaths in Sacaba and Senkata": ("deaths.sacaba_and_senkata_2019", ""),
    "Cuban mission staff withdrawn": ("cuban_mission.staff_withdrawn", ""),
    "Cuban mission staff with a medical degree": ("cuban_mission.staff_with_medical_degree", ""),
    "USAID transition grants to departmental governments": ("usaid.transition_grants", ""),
}  # fmt: skip
COLLECTIONS = {
    "Total tax and customs collections": "total",
    "VAT (IVA), domestic": "iva_domestic",
    "VAT (IVA), imports": "iva_imports",
    "Transactions tax (IT)": "it",
    "Corporate income tax (IUE)": "iue",
    "Corporate income tax on remittances (IUE-RE)": "iue_re",
    "Excise (ICE), domestic": "ice_domestic",
    "Excise (ICE), imports": "ice_imports",
    "RC-IVA": "rc_iva",
    "IEHD, domestic": "iehd_domestic",
    "IEHD, imports": "iehd_imports",
    "Air travel tax (ISAE)": "isae",
    "Financial transactions tax (ITF)": "itf",
    "Gambling taxes (IJ/IPJ)": "gambling_taxes",
    "Customs duties (GA)": "customs_duties",
    "Simplified regime (RTS)": "rts",
    "Agricultural unified regime (RAU)": "rau",
    "Various items": "various_items",
    "Subtotal cash": "subtotal_cash",
    "Direct hydrocarbons tax (IDH)": "idh",
}
GROUPS = {"total": "All", "tax certificates (valores)": "certificates"}
PERIODS = {
    "2021 (mid-year)": "2021-06..2021-07",
    "2021 (to 31 March)": "2021-01-01..2021-03-31",
    "2021 (to 30 April)": "2021-01-01..2021-04-30",
    "2022 (to 31 March)": "2022-01-01..2022-03-31",
    "2015 (study)": "2015",
    "2024 (study)": "2024",
    "typical year 2009-2025": "2009..2025",
}
UNIT_ENDINGS = {
    ("gdp", "million USD"): "gdp_usd",
    ("gdp_per_head", "USD"): "gdp_per_head_usd",
    ("population", "% of total"): "population_share",
}
PLACES = ("First place", "Second place", "Third place")
FIELDS = ("indicator", "area", "group", "period", "value", "unit", "method", "source", "confidence", "note_en")


def converted(row: Row) -> Row:
    """A row of the folder in the registry's words; `source` is still the pair of title and address."""
    name = row["indicator"].removeprefix("Survey: ")
    new = {**row, "note_en": row["note"], "group": GROUPS.get(row["group"], row["group"])}
    if name.startswith("Collections by tax: "):
        tax = re.sub(r", (cash|certificates)$", "", name.removeprefix("Collections by tax: "))
        new |= {"indicator": f"{COLLECTIONS[tax]}.collections", "method": "ine_table_6_02_01"}
    elif name == "Unemployment rate":
        new |= unemployment(row)
    else:
        new |= dict(zip(("indicator", "method"), NAMES[name], strict=True))
    new["indicator"] = UNIT_ENDINGS.get((new["indicator"], row["unit"]), new["indicator"])
    for mend in (mend_method, mend_author, mend_vote, mend_period):
        new |= mend(new)
    return new


def unemployment(row: Row) -> Row:
    """Three concepts bear the one name."""
    if row["source"].startswith("World Bank"):
        return {"indicator": "unemployment_world_bank", "method": "world_bank_national_estimate"}
    return {"indicator": "unemployment_eh", "method": "eh_old_age_limits" if "CEDLA" in row["source"] else "eh"}


def mend_method(new: Row) -> Row:
    """Within an indicator of the folder, what a source or a note says sets a row apart."""
    indicator, source, note = new["indicator"], new["source"], new["note_en"]
    if indicator.startswith("poverty_") and re.search(r"press conference|Ministry of Planning|Minister of", source):
        return {"method": f"{REVISED}_first_release"}
    if indicator == "unemployment_urban_ece" and source.startswith("CEDLA"):
        return {"indicator": "unemployment_eh", "method": "eh_old_age_limits"}
    if indicator == "unemployment_urban_ece" and source.startswith("Minist"):
        return {"method": "ece_stated_by_ministry"}
    if indicator.startswith("gdp_per_head"):
        return {"method": "base_2017" if note.startswith("NEW") else "base_1990"}
    if indicator in ("population", "population_share") and "EDSA 2016" in source:
        return {"method": "ine_projection_2016_revision"}
    if indicator == "population" and "first results" in source:
        return {"method": "census_first_results"}
    if indicator == "population" and "medium projection" in source:
        return {"method": "un_wpp_2019_projection"}
    if indicator == "renta_dignidad.recipients" and ("mid-year" in new["period"] or new["period"] == "2024-07"):
        return {"method": "administrative_at_date"}
    if new["method"] == ADMINISTRATIVE and "planned" in note:
        return {"method": "programmed"}
    if new["period"].startswith("typical year"):
        return {"method": "typical_year"}
    if indicator == "illiteracy_15_plus":
        kinds = {"Census": "census", "Programme estimate": "literacy_programme"}
        return {"method": kinds.get(new["group"], SURVEY), "group": "All"}
    if indicator == "literacy_15_plus":
        return {"group": "All"}
    return {}


def mend_author(new: Row) -> Row:
    """Estimates by several authors: the author is the method, the rest of the group stays."""
    if new["indicator"].startswith("effect."):
        author, _, group = new["group"].partition(", ")
        return {"method": slug(author), "group": group or "All"}
    if new["indicator"].startswith("deaths."):
        return {"method": slug(new["source"].partition(",")[0])}
    if new["indicator"] == "stoppage_2022.loss_cumulative":
        return {"method": slug(new["source"].partition(":")[0])}
    if new["indicator"] == "stoppage_2022.loss_per_day":
        level = "low" if "low" in new["group"].lower() else "high"
        return {"group": level.capitalize(), "method": slug(new["source"])}
    return {}


def mend_vote(new: Row) -> Row:
    """Votes are found by place, not by name: the note keeps the name that the source gives."""
    if new["indicator"] == "recall_referendum_2008.votes_to_keep":
        return {"group": "All"}
    if new["indicator"] != "presidential_election.vote_share":
        return {}
    name, _, annulled = new["group"].partition(", ")
    return {
        "method": annulled or "final",
        "note_en": joined(new["note_en"], f"named in the source: {name}"),
    }


def with_places(rows: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """The rows with each share of votes under its place among those of its election."""
    votes = [row for _, row in rows if row["indicator"] == "presidential_election.vote_share"]
    for row in votes:
        higher = [
            other for other in votes
            if other["period"] == row["period"] and float(other["value"]) > float(row["value"])
        ]  # fmt: skip
        row["group"] = PLACES[len(higher)]
    return rows


def mend_period(new: Row) -> Row:
    """Periods in one form: a moment, or two with `..` between."""
    period = new["period"]
    if period in PERIODS:
        return {"period": PERIODS[period], "note_en": joined(new["note_en"], f"period in the source: {period}")}
    return {"period": re.sub(r"^(\d{4})-(\d{4})$", r"\1..\2", period)}


def joined(*notes: str) -> str:
    """Notes as one, none twice."""
    return "; ".join(dict.fromkeys(note for note in notes if note))


def slug(text: str) -> str:
    """A text as a name of plain letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def unlike(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """The rows without those that repeat another in all but the note; its note is added to the first."""
    seen: dict[tuple[str, ...], tuple[str, Row]] = {}
    for table, row in rows:
        key = tuple(row[name] for name in (*FIELDS[:-1], "url"))
        if key in seen:
            first = seen[key][1]
            first["note_en"] = joined(first["note_en"], row["note_en"])
        else:
            seen[key] = table, row
    yield from seen.values()


def with_sources(rows: Iterable[tuple[str, Row]]) -> tuple[list[tuple[str, Row]], list[Row]]:
    """The rows with the id of their source, and the sources."""
    ids: dict[tuple[str, str], str] = {}
    done = []
    for table, row in rows:
        pair = row["source"], row["url"]
        if pair not in ids:
            short = "_".join(slug(row["source"]).split("_")[:12])
            number = 1 + sum(re.fullmatch(rf"{short}(_n\d+)?", known) is not None for known in ids.values())
            ids[pair] = short if number == 1 else f"{short}_n{number}"
        done.append((table, {**row, "source": ids[pair]}))
    return done, [{"id": id, "title": title, "url": url} for (title, url), id in ids.items()]


def with_ids(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """The rows with an id each; where another row has the place already, the source is added."""
    used: set[str] = set()
    for table, row in rows:
        place = [row[name] for name in ("indicator", "area", "group", "period")]
        id = "|".join([*place, row["method"] or row["source"]])
        while id in used:
            id += f"|{row['source']}"
        used.add(id)
        yield table, {**row, "id": id}


def write(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """A table in UTF-8, with `\\n` at the end of each line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def official_rows(folder: Path) -> Iterator[tuple[str, Row]]:
    """Each row of the folder's series with the name of its table."""
    for path in sorted(folder.glob("*.csv")):
        if path.name != "claims.csv":
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield path.name, converted(row)


def sources_of_others(target: Path, tables: list[str], sources: list[Row]) -> Iterator[Row]:
    """The sources in `target` that its other tables use."""
    if not (target / SOURCES).exists():
        return
    used, known = set(), {each["id"] for each in sources}
    for path in target.glob("*.csv"):
        if path.name not in (*tables, SOURCES):
            with path.open(encoding="utf-8", newline="") as file:
                used |= {row["source"] for row in csv.DictReader(file)}
    with (target / SOURCES).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["id"] in used - known)


def convert(folder: Path, target: Path) -> None:
    """Writes the tables of `folder` as those of the registry to `target`."""
    target.mkdir(exist_ok=True)
    rows, sources = with_sources(unlike(with_places(list(official_rows(folder)))))
    rows = list(with_ids(rows))
    tables = sorted({table for table, _ in rows})
    write(target / SOURCES, ("id", "title", "url"), [*sources, *sources_of_others(target, tables, sources)])
    for table in tables:
        write(target / table, COLUMNS, [row for name, row in rows if name == table])


if __name__ == "__main__":
    convert(Path(sys.argv[1]), FOLDER)
