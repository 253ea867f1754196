# Generalised entropy, Atkinson and Watts by R's survey, against which tests/measure checks ayni.measure.
#
#   Rscript tools/r_entropy.R FIXTURES_DIR
#
# reads FIXTURES_DIR/design_sample.csv (invented persons) and writes FIXTURES_DIR/r_entropy.json. Each measure is written
# as a function of estimated totals, and svycontrast differentiates it: no linearised formula is given to R. Persons with
# an income of zero are out, as a subset of the design.

suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "adjust")
fixtures <- commandArgs(trailingOnly = TRUE)[1]
people <- read.csv(file.path(fixtures, "design_sample.csv"))
y <- pmax(people$income, 1)                      # of those who are out nothing is read
people <- transform(people, one = 1, logs = log(y), y_log = y * log(y), root = sqrt(y), square = y^2, inverse = 1 / y,
                    depth = ifelse(y < line, log(line / y), 0))
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
measures <- list(
  theil = quote(y_log / income - log(income / one)),
  mean_log_deviation = quote(log(income / one) - logs / one),
  entropy_2 = quote((square * one / income^2 - 1) / 2),
  atkinson_05 = quote(1 - (root / one)^2 / (income / one)),
  atkinson_1 = quote(1 - exp(logs / one) * one / income),
  atkinson_2 = quote(1 - (one / inverse) / (income / one)),
  watts = quote(depth / one))
of <- function(domain) {
  totals <- svytotal(~one + income + logs + y_log + root + square + inverse + depth, domain)
  lapply(measures, function(formula) {
    found <- svycontrast(totals, formula)
    list(value = as.numeric(coef(found)), se = as.numeric(SE(found)), n = nrow(domain), df = degf(domain))
  })
}
found <- list(all = of(subset(design, income > 0)), area_2 = of(subset(design, income > 0 & area == 2)))
write_json(found, file.path(fixtures, "r_entropy.json"), auto_unbox = TRUE, digits = 15, pretty = TRUE)
