"""The site's pages as browsers are sent to them."""

from __future__ import annotations

REFORM = "r=renta_dignidad.monthly_non_pensioner:2000@2026-01-01"
FAMILY = "of=result&date=2026-01&rosa.age=66&rosa.sex=woman&juan.age=9&juan.mother=rosa"
TRIAL = "indicator=poverty_extreme&from=2008&to=2011&stated=43+%25"
SENTENCE = "text=La+pobreza+extrema+baj%C3%B3+de+38,2%25+en+2005+a+15,2%25+en+2018"
PAGES = (
    ("/es", "/en"),
    ("/es/buscar?q=renta+dignidad+2000", "/en/search?q=headcount"),
    ("/es/hogar", "/en/household"),
    (f"/es/hogar/resultado?{FAMILY}", f"/en/household/result?{FAMILY}"),
    ("/es/ley?date=2010-06-01", "/en/law?group=work&standing=in_force"),
    ("/es/ley/renta_dignidad?date=2010-06-01", "/en/law/aportes_sip?date=2025-06-01"),
    ("/es/ley/renta_dignidad/monthly_non_pensioner", "/en/law/salario_minimo_nacional/amount"),
    ("/es/ley/comparar", "/en/law/compare?before=2019-06-30&after=2019-07-01"),
    ("/es/reformas", "/en/reforms"),
    (f"/es/reformas?{REFORM}&b=bono_juancito_pinto.amount:500", f"/en/reforms?{REFORM}"),
    ("/es/afirmaciones?number=contested", "/en/claims"),
    ("/es/afirmaciones/B02", "/en/claims/A03"),
    (f"/es/afirmaciones/pruebe?{TRIAL}", f"/en/claims/try?{TRIAL}"),
    (f"/es/verificar?{SENTENCE}&ok=1", f"/en/check?{SENTENCE}"),
    ("/es/promesa/renta_dignidad_2000", "/en/promise/renta_dignidad_2000"),
    ("/es/indicadores", "/en/indicators"),
    ("/es/indicadores/poverty_extreme", "/en/indicators/gini_ine"),
    ("/es/cronologia?from=2019-10&to=2020-12", "/en/timeline?from=2019-10&to=2020-12"),
    ("/es/inflacion", "/en/inflation?from=2025-07&to=2026-06"),
    ("/es/metodo", "/en/method"),
    ("/es/metodo/datos", "/en/method/data"),
    ("/es/resumen?about=renta_dignidad", "/en/brief?about=poverty"),
    ("/es/sueldo", "/en/pay?wage=9500&month=2025-05&before=9100&beside=2024-05"),
    ("/es/preguntas", "/en/questions"),
    ("/es/preguntas/que-hacen-los-programas", "/en/questions/what-the-programmes-do"),
    ("/es/preguntas/embarazo-mes-a-mes", "/en/questions/pregnancy-month-by-month"),
    ("/es/temas", "/en/topics"),
    ("/es/temas/elections", "/en/topics/elections"),
    ("/es/temas/women", "/en/topics/women"),
    ("/es/api", "/en/api"),
)
"""Every page, in Spanish and in English."""
WIDTHS = (320, 360, 1440)
UNFOLDED = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
"""A script that opens all that is folded."""
