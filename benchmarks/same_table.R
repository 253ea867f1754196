# The same table by R's survey: mean, headcount, gap and median of an income, everybody, by area and by department.
# Rscript same_table.R PERSONS.csv FIGURES.csv : prints CPU seconds of the figures alone.
suppressMessages(library(survey))
given <- commandArgs(trailingOnly = TRUE)
persons <- read.csv(given[1])
options(survey.lonely.psu = "adjust")
persons$poor <- as.numeric(persons$income < persons$line)
persons$gap <- ifelse(persons$income < persons$line, 1 - persons$income / persons$line, 0)
begun <- sum(proc.time()[1:2])
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = persons, nest = TRUE)
rows <- list()
keep <- function(level, figure, value, se) rows[[length(rows) + 1]] <<- data.frame(level, figure, value, se)
one <- function(level, of) {
  for (name in c("income", "poor", "gap")) {
    found <- svymean(as.formula(paste0("~", name)), of)
    keep(level, name, as.numeric(coef(found)), as.numeric(SE(found)))
  }
  found <- svyquantile(~income, of, 0.5, ci = TRUE, qrule = "math")
  keep(level, "median", as.numeric(coef(found)), as.numeric(SE(found)))
}
one("all", design)
for (level in sort(unique(persons$area))) one(paste0("area.", level), subset(design, area == level))
for (level in sort(unique(persons$department))) one(paste0("department.", level), subset(design, department == level))
cat(sum(proc.time()[1:2]) - begun, "\n")
write.csv(do.call(rbind, rows), given[2], row.names = FALSE)
