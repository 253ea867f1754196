"""A survey file of five invented persons in the form of INE's csv of 2019, to be broken in tests."""

from ayni.survey.waves import Wave, waves

HOUSEHOLDS = {"111-1": ["1", "2", "3"], "222-2": ["1", "2"]}


def eh2019() -> Wave:
    """The wave whose csv is imitated."""
    return next(wave for wave in waves() if wave.id == "EH2019")


def invented_rows() -> list[dict[str, str]]:
    """One mapping of column to cell a person: a couple with a pupil, and a woman of 66 with her son."""
    wave = eh2019()
    people = [
        {"age": "40", "sex": "1.Hombre", "relation": "1.JEFE", "spouse": "2"},
        {"age": "38", "sex": "2.Mujer", "relation": "2.ESPOSA", "spouse": "1"},
        {"age": "9", "sex": "1. Hombre", "relation": "3.HIJO", "father": "1", "mother": "2"},
        {"age": "66", "sex": "2.Mujer", "relation": "1.JEFA"},
        {"age": "30", "sex": "1.Hombre", "relation": "3.HIJO", "mother": "1"},
    ]
    neutral = {
        "design_stratum": "11", "weight": "100,5", "department": "Potosí", "area": "Urbana",
        "self_identification": "2. No pertenece", "household_type": "Otro", "health_insurance": "6. Ninguno",
        "poverty_line": "800,5", "extreme_poverty_line": "400", "school_level": " ",
    }  # fmt: skip
    rows = []
    for (household, number), person in zip(
        ((key, number) for key, numbers in HOUSEHOLDS.items() for number in numbers), people, strict=True
    ):
        row = dict.fromkeys((*wave.reads, *wave.recognise), " ")
        given = {**neutral, **person, "household_key": household, "person_number": number, "psu": household}
        for concept, cell in given.items():
            row[wave.columns[concept]["column"]] = cell
        rows.append(row)
    rows[0].update(s06b_14="1. Obrero", s06c_25a="2500,5", s06c_25b="4. Mensual")
    rows[3].update(s07a_01e="1. Si", s07a_01e0="350")
    return rows


def as_csv(rows: list[dict[str, str]], *, encoding: str = "latin-1", separator: str = ";") -> bytes:
    """The rows as INE writes them: labels in cells, a space for a blank, CRLF."""
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def light_persons(households, year: int):
    """Persons of the households of a year of the compilation, as INE's person file of 2015 names their columns.

    Size and members are those of the income per head; sex and age are invented. A pl.DataFrame.
    """
    import polars as pl

    of_year = households.filter(pl.col("gestion") == year, pl.col("yhogpc") > 0).with_columns(
        size=(pl.col("yhog") / pl.col("yhogpc")).round().cast(pl.Int64)
    )
    persons = of_year.with_columns(nro=pl.int_ranges(1, pl.col("size") + 1)).explode("nro")
    return persons.select(
        "folio", "nro", "depto", "upm", "estrato", "factor", "yhog", "yhogpc", "z", "zext",
        area=2 - pl.col("area"), s2a_02=1 + pl.col("nro") % 2, s2a_03=(pl.col("nro") * 17) % 90,
        s3a_2a=pl.lit(2), condact=pl.lit(1), p0=(pl.col("yhogpc") < pl.col("z")).cast(pl.Int64),
        pext0=(pl.col("yhogpc") < pl.col("zext")).cast(pl.Int64),
    )  # fmt: skip
