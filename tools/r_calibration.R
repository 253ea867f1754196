# Reference values by R (package survey) of weights calibrated within bounds, against which tests/measure checks ayni.measure.
#
#   Rscript tools/r_calibration.R FIXTURES_DIR
#
# reads FIXTURES_DIR/design_sample.csv, an invented sample, makes a row of each household, and writes
# FIXTURES_DIR/r_calibration.json: the ratios' ends, totals and a ratio with their errors.

suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "adjust")
fixtures <- commandArgs(trailingOnly = TRUE)[1]
people <- read.csv(file.path(fixtures, "design_sample.csv"))
first <- !duplicated(people$household)
sums <- function(values) as.numeric(tapply(values, people$household, sum)[as.character(people$household[first])])
homes <- data.frame(stratum = people$stratum[first], psu = people$psu[first], weight = people$weight[first],
                    persons = sums(rep(1, nrow(people))), old = sums(people$age >= 60), rural = sums(people$area == 2),
                    income = sums(people$income), poor = sums(people$income < people$line))
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = homes, nest = TRUE)
before <- colSums(homes[c("persons", "old", "rural")] * homes$weight)
totals <- before * c(persons = 1.04, old = 1.18, rural = 0.97)
found <- calibrate(design, ~persons + old + rural - 1, population = totals, calfun = "logit", bounds = c(0.2, 4),
                   maxit = 100, epsilon = 1e-12)
g <- weights(found) / weights(design)
figure <- function(stat) list(value = unname(as.numeric(coef(stat))), se = unname(as.numeric(SE(stat))))
write_json(list(
  totals = as.list(totals), lowest = min(g), highest = max(g), first_five = g[1:5],
  income = figure(svytotal(~income, found)), poor = figure(svytotal(~poor, found)), old = figure(svytotal(~old, found)),
  income_per_person = figure(svyratio(~income, ~persons, found)),
  poor_rural = figure(svytotal(~poor, subset(found, rural > 0)))
), file.path(fixtures, "r_calibration.json"), digits = 12, auto_unbox = TRUE, pretty = TRUE)
