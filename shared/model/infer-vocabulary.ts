/** Words of column names that tell what a number is. A list is one text: entries are separated by commas, and one may be two words. */
const list = (text: string): readonly string[] => text.split(/,\s*/);

/** Keys of rows. */
export const KEY_WORDS = list('id, ids, key, guid, uuid, index, idx, rowid, oid, unnamed, pk');

/** Numbers that name something. */
export const CODE_WORDS =
  list(`code, zip, zipcode, postal, postcode, plz, phone, fax, mobile, sku, isbn, ean, upc, nr, no, number,
  serial, fips, ssn, iban, account, rank, ranking, version`);

/** Numbered classes. */
export const CLASS_WORDS =
  list(`class, pclass, type, category, cat, group, cluster, segment, status, tier, grade, floor, cylinders,
  generation number, round, stars, ward, district, zone`);

/** Parts of a whole. */
export const FRACTION_WORDS =
  list(`rate, ratio, percent, percentage, pct, share, proportion, probability, margin, discount, fraction,
  utilization, utilisation, occupancy, yield`);

/** Levels and states: a total of them means nothing. */
export const LEVEL_WORDS =
  list(`average, avg, mean, median, age, price, temperature, temp, speed, score, rating, height, weight,
  width, length, duration, delay, latency, pressure, humidity, mpg, per, horsepower, acceleration,
  displacement, density, level, concentration, co2, magnitude, mag, depth, income, health,
  expectancy, wind, elevation, altitude, open, high, low, close, adjclose, adj close, bmi, ph, gpa,
  interest, salary, wage, fertility, index, size, rent, dir, direction, angle, power, voltage,
  intensity, quality, min, max, minimum, maximum, years, experience, tenure`);

/** Amounts and counts. */
export const ADDITIVE_WORDS =
  list(`amount, total, sum, sales, revenue, turnover, cost, costs, profit, quantity, qty, count, counts,
  units, volume, spend, budget, hours, deaths, cases, population, orders, visits, views, clicks,
  impressions, tax, freight, payment, net, gross, donation, precipitation, rain, rainfall, snow,
  production, emissions, consumption, goals, points, votes, passengers, tonnes, number of, num,
  quantities, downloads, sessions, users, tickets`);
