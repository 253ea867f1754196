# Reference values and standard errors by R (packages survey and laeken), against which tests/measure checks ayni.measure.
#
#   Rscript tools/r_reference.R FIXTURES_DIR EH_DIR
#
# reads FIXTURES_DIR/design_sample.csv and EH_DIR/eh_{2019,2020,2022}.csv (see tools/make_design_sample.py)
# and writes FIXTURES_DIR/r_reference.json: aggregates only, never a person.
#
# Package convey is not needed: Lorenz ordinates and the Gini are linearised here from their published formulas,
# and checked by 400 Rao-Wu rescaling bootstrap replicates of the statistic itself.

suppressMessages({library(survey); library(laeken); library(jsonlite)})
options(survey.lonely.psu = "adjust")
arguments <- commandArgs(trailingOnly = TRUE)
fixtures <- arguments[1]
eh_dir <- arguments[2]

figure <- function(value, se, df = NULL, n = NULL) {
  c(list(value = unname(as.numeric(value)), se = unname(as.numeric(se))),
    if (!is.null(df)) list(df = df), if (!is.null(n)) list(n = n))
}
of <- function(stat, design) figure(coef(stat), SE(stat), degf(design), nrow(design))
linear <- function(value, u, design) {          # SE of the total of a linearised variable
  design$variables$u_ <- u
  figure(value, SE(svytotal(~u_, design)), degf(design), nrow(design))
}

# ---- statistics of (y, w), for replicates
gini_of <- function(w, y) laeken::gini(y, w)$value / 100
lorenz_of <- function(w, y, p) {                # Lorenz curve, linear between persons
  o <- order(y); y <- y[o]; w <- w[o]
  approx(c(0, cumsum(w)) / sum(w), c(0, cumsum(w * y)) / sum(w * y), xout = p, ties = "ordered")$y
}
palma_of <- function(w, y) (1 - lorenz_of(w, y, 0.9)) / lorenz_of(w, y, 0.4)

# ---- influence values, as published
gini_influence <- function(y, w) {              # Langel & Tille (2013), JRSS A 176(2): N_k are the weights up to y_k
  N <- sum(w); Y <- sum(w * y); G <- gini_of(w, y)
  o <- order(y); ys <- y[o]; ws <- w[o]
  last <- findInterval(y, ys)                   # rows with income <= y_k
  first <- findInterval(y, ys, left.open = TRUE)# rows with income <  y_k
  cw <- c(0, cumsum(ws)); cy <- c(0, cumsum(ws * ys))
  Nk <- (cw[last + 1] + cw[first + 1]) / 2      # half of the tie, so that the order within it does not matter
  Yk <- (cy[last + 1] + cy[first + 1]) / 2
  (2 * (y * Nk - Yk) + Y - N * y - G * (Y + y * N)) / (N * Y)
}
lorenz_influence <- function(y, w, p) {         # Kovacevic & Binder (1997), J. Off. Stat. 13(1), eq. for Lorenz ordinates
  q <- survey:::qrule_math(y, w, p)
  ((y - q) * (y <= q) + p * q - lorenz_of(w, y, p) * y) / sum(w * y)
}
concentration_influence <- function(x, r, w) {  # by its definition as covariance of x with the rank, term by term
  N <- sum(w); X <- sum(w * x)
  lev <- sort(unique(r)); g <- match(r, lev)
  Wg <- as.vector(rowsum(w, g)); Xg <- as.vector(rowsum(w * x, g))
  F <- ((cumsum(Wg) - Wg / 2) / N)[g]
  H <- ((rev(cumsum(rev(Xg))) - Xg / 2) / N)[g]
  C <- 2 * sum(w * x * F) / X - 1
  T <- sum(w * x * F)
  list(value = C, u = 2 * (x * F + H - T / N) / X - 2 * T * x / X^2)
}

income_figures <- function(design, bootstrap = NULL) {
  y <- design$variables$income; w <- weights(design)
  palma <- palma_of(w, y)
  l4 <- lorenz_of(w, y, 0.4); l9 <- lorenz_of(w, y, 0.9)
  u_palma <- (-lorenz_influence(y, w, 0.9) - palma * lorenz_influence(y, w, 0.4)) / l4
  out <- list(
    mean = of(svymean(~income, design), design),
    total = of(svytotal(~income, design), design),
    gini = linear(gini_of(w, y), gini_influence(y, w), design),
    lorenz_40 = linear(l4, lorenz_influence(y, w, 0.4), design),
    palma = linear(palma, u_palma, design))
  for (p in c(0.1, 0.5, 0.9)) {
    q <- svyquantile(~income, design, p, qrule = "math", interval.type = "mean", ci = TRUE)
    out[[paste0("quantile_", 100 * p)]] <- figure(coef(q), SE(q), degf(design), nrow(design))
  }
  cuts <- lorenz_of(w, y, 1:9 / 10)
  lu <- cbind(0, sapply(1:9 / 10, function(p) lorenz_influence(y, w, p)), 0)
  shares <- diff(c(0, cuts, 1))
  out$decile_shares <- lapply(1:10, function(k) linear(shares[k], lu[, k + 1] - lu[, k], design))
  if (!is.null(bootstrap)) {
    replicated <- as.vector(vcov(withReplicates(bootstrap, function(w, data) {
      k <- w > 0 & !is.na(data$income)
      c(gini_of(w[k], data$income[k]), palma_of(w[k], data$income[k]), lorenz_of(w[k], data$income[k], 0.4))
    })))[c(1, 5, 9)]
    out$gini$bootstrap_se <- sqrt(replicated[1])
    out$palma$bootstrap_se <- sqrt(replicated[2])
    out$lorenz_40$bootstrap_se <- sqrt(replicated[3])
  }
  out
}
poverty_figures <- function(design, line) {
  v <- design$variables
  z <- v[[line]]
  design$variables$fgt0 <- as.numeric(v$income < z)
  design$variables$fgt1 <- ifelse(v$income < z, (z - v$income) / z, 0)
  design$variables$fgt2 <- design$variables$fgt1^2
  list(headcount = of(svymean(~fgt0, design), design), gap = of(svymean(~fgt1, design), design),
       severity = of(svymean(~fgt2, design), design), poor = of(svytotal(~fgt0, design), design))
}
bootstrap_of <- function(design) {
  set.seed(2019)
  as.svrepdesign(design, type = "subbootstrap", replicates = 400)
}

# ---- the invented sample
d <- read.csv(file.path(fixtures, "design_sample.csv"))
d$old <- as.numeric(d$age >= 60)
d$one <- 1
full <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d)
sample_figures <- function(design, bootstrap = NULL) {
  v <- design$variables
  c(income_figures(design, bootstrap), poverty_figures(design, "line"), list(
    population = of(svytotal(~one, design), design),
    benefit_per_income = of(svyratio(~benefit, ~income, design), design),
    concentration = with(concentration_influence(v$benefit, v$income, weights(design)), linear(value, u, design)),
    kakwani = with(concentration_influence(v$benefit, v$income, weights(design)),
                   linear(value - gini_of(weights(design), v$income), u - gini_influence(v$income, weights(design)), design))))
}
first <- min(d$psu[d$stratum == 12])
lonely <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d[d$stratum != 12 | d$psu == first, ])
sample <- list(
  all = sample_figures(full, bootstrap_of(full)),
  area_2 = sample_figures(subset(full, area == 2)),
  old = sample_figures(subset(full, age >= 60)),
  stratum_1 = sample_figures(subset(full, stratum == 1)),
  lonely = sample_figures(lonely))
sample$all$coverage <- { p <- subset(full, income < line & age >= 60)
  p$variables$receives <- as.numeric(p$variables$benefit > 0); of(svymean(~receives, p), p) }
sample$all$leakage <- { p <- subset(full, benefit > 0)
  p$variables$leaked <- p$variables$benefit * (p$variables$income >= p$variables$line); of(svyratio(~leaked, ~benefit, p), p) }

# ---- the real waves
wave_figures <- function(year) {
  d <- read.csv(file.path(eh_dir, paste0("eh_", year, ".csv")))
  whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d)
  known <- subset(whole, !is.na(income))
  bootstrap <- if (year != 2020) bootstrap_of(whole)  # in 2020 one stratum has one unit, which cannot be resampled
  one <- function(design, boot = NULL) c(income_figures(design, boot), poverty_figures(design, "z"),
                                   list(extreme = poverty_figures(design, "zext")))
  list(national = one(known, bootstrap), urban = one(subset(known, rural == 0)), rural = one(subset(known, rural == 1)))
}
waves <- lapply(c(`2019` = 2019, `2020` = 2020, `2022` = 2022), wave_figures)

made_with <- list(R = as.character(getRversion()), survey = as.character(packageVersion("survey")),
                  laeken = as.character(packageVersion("laeken")))
write_json(list(made_with = made_with, sample = sample, eh = waves), file.path(fixtures, "r_reference.json"),
           auto_unbox = TRUE, digits = 15, na = "null", pretty = TRUE)
