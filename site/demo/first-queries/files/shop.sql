-- The data of Toko Lembar, an invented shop in Yogyakarta.
-- Course: First Queries. Licence: CC BY 4.0.
--
-- In SQLite's own program:   sqlite3 shop.db
-- then at its prompt:        .read shop.sql
--
-- Running it again puts every table back as it was on the first day.

BEGIN;

DROP TABLE IF EXISTS order_lines;
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS products;

-- What the shop sells. Prices are whole rupiah.
CREATE TABLE products (
  id       INTEGER PRIMARY KEY,
  name     TEXT    NOT NULL,
  category TEXT    NOT NULL,
  price    INTEGER NOT NULL,
  stock    INTEGER NOT NULL
);

-- Who bought something, when, and how. Customers at the counter
-- need not give a name: then there is none.
CREATE TABLE orders (
  id         INTEGER PRIMARY KEY,
  ordered_on TEXT    NOT NULL,
  customer   TEXT,
  channel    TEXT    NOT NULL
);

-- What was in each order, one product per line.
CREATE TABLE order_lines (
  id         INTEGER PRIMARY KEY,
  order_id   INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity   INTEGER NOT NULL
);

INSERT INTO products (id, name, category, price, stock) VALUES
  (1, 'Batik notebook', 'paper',  45000, 24),
  (2, 'Kraft notebook', 'paper',  22000, 40),
  (3, 'Postcard set',   'paper',  32000, 18),
  (4, 'Brush pen',      'pens',   18000, 60),
  (5, 'Fountain pen',   'pens',  125000,  6),
  (6, 'Cotton scarf',   'cloth', 160000,  9),
  (7, 'Batik pouch',    'cloth',  55000,  0),
  (8, 'Canting',        'tools',  25000, 15);

INSERT INTO orders (id, ordered_on, customer, channel) VALUES
  ( 1, '2026-04-06', 'Sari', 'counter'),
  ( 2, '2026-04-06', NULL,   'counter'),
  ( 3, '2026-04-09', 'Dewi', 'online'),
  ( 4, '2026-04-13', 'Arif', 'online'),
  ( 5, '2026-04-18', NULL,   'counter'),
  ( 6, '2026-04-24', 'Sari', 'online'),
  ( 7, '2026-05-02', 'Joko', 'counter'),
  ( 8, '2026-05-05', 'Dewi', 'online'),
  ( 9, '2026-05-11', NULL,   'counter'),
  (10, '2026-05-20', 'Sari', 'counter');

INSERT INTO order_lines (id, order_id, product_id, quantity) VALUES
  ( 1,  1, 1, 2),
  ( 2,  1, 4, 1),
  ( 3,  2, 2, 3),
  ( 4,  3, 6, 1),
  ( 5,  3, 7, 2),
  ( 6,  4, 8, 1),
  ( 7,  4, 3, 2),
  ( 8,  5, 4, 2),
  ( 9,  6, 1, 1),
  (10,  6, 2, 1),
  (11,  7, 8, 2),
  (12,  8, 6, 1),
  (13,  8, 1, 1),
  (14,  9, 7, 1),
  (15,  9, 4, 4),
  (16, 10, 1, 3),
  (17, 10, 3, 1);

COMMIT;
