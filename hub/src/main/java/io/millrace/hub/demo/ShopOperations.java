package io.millrace.hub.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** What happens in a shop: each method is one statement or a few in the caller's transaction. */
final class ShopOperations {

    private static final int PRODUCTS = 60;
    private static final int DESCRIPTION_CHARS = 4000;
    private static final int TRUNCATE_ONCE_IN = 3000;
    private static final String[] TIERS = {"basic", "plus", "gold"};
    private static final String[] STATUSES = {"placed", "paid", "shipped", "returned"};
    private static final String[] WAREHOUSES = {"north", "south", "east", "west"};

    private final Connection connection;
    private final Random random;
    private long customers;
    private long orders;

    ShopOperations(Connection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    /** The products that every order picks from; their descriptions are too long to be stored in line. */
    void stockTheShelves() throws SQLException {
        for (int product = 0; product < PRODUCTS; product++) {
            update(
                    "INSERT INTO products VALUES (?, ?, ?, ?, ?::jsonb)",
                    sku(product),
                    "Product " + product,
                    price(),
                    longText(),
                    attributes());
            update("INSERT INTO stock VALUES (?, ?, ?, now())", WAREHOUSES[product % 4], sku(product), 100);
        }
        newCustomer();
    }

    /** The row by which the lag is seen. */
    int beat() throws SQLException {
        return update("UPDATE pulse SET at = clock_timestamp() WHERE id = 1");
    }

    /** One random operation; returns the number of rows that it changed (a truncate counts none). */
    int any() throws SQLException {
        if (random.nextInt(TRUNCATE_ONCE_IN) == 0) {
            return update("TRUNCATE order_lines");
        }
        return switch (random.nextInt(12)) {
            case 0 -> newCustomer();
            case 1, 2, 3 -> newOrder();
            case 4, 5 ->
                update(
                        "UPDATE orders SET status = ?::order_status, note = ? WHERE id = ?",
                        pick(STATUSES),
                        random.nextBoolean() ? null : "note \u00e9\u4e16 " + random.nextInt(),
                        someOrder());
            case 6 -> update("UPDATE products SET price = ? WHERE sku = ?", price(), someSku());
            case 7 ->
                update(
                        "UPDATE products SET description = ?, attributes = ?::jsonb WHERE sku = ?",
                        longText(),
                        attributes(),
                        someSku());
            case 8 -> update("DELETE FROM order_lines WHERE order_id = ?", someOrder());
            case 9 -> moveStock();
            case 10 -> update("UPDATE stock SET on_hand = on_hand - 1 WHERE sku = ?", someSku());
            default ->
                update(
                        "UPDATE customers SET tier = ?::tier, tags = ? WHERE id = ?",
                        pick(TIERS),
                        tags(),
                        someCustomer());
        };
    }

    private int newCustomer() throws SQLException {
        customers++;
        return update(
                "INSERT INTO customers VALUES (?, ?, ?::tier, ?, clock_timestamp(), ?::jsonb)",
                customers,
                "Customer " + customers,
                pick(TIERS),
                tags(),
                attributes());
    }

    private int newOrder() throws SQLException {
        orders++;
        int rows = update(
                "INSERT INTO orders VALUES (?, ?, 'placed', ?, clock_timestamp(), NULL)",
                orders,
                someCustomer(),
                price());
        int lines = 1 + random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            rows += update(
                    "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?, ?)",
                    orders,
                    line,
                    someSku(),
                    1 + random.nextInt(9),
                    price(),
                    ratings());
        }
        return rows;
    }

    /** A key change: the row moves to another place in a composite key. */
    private int moveStock() throws SQLException {
        String to = pick(WAREHOUSES);
        return update(
                "UPDATE stock SET warehouse = ?, counted = clock_timestamp() WHERE sku = ? AND warehouse <> ?",
                to,
                someSku(),
                to);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            return statement.executeUpdate();
        }
    }

    private Array tags() throws SQLException {
        return connection.createArrayOf(
                "text", new String[] {"t" + random.nextInt(9), null, "quote \" comma , brace }"});
    }

    private Array ratings() throws SQLException {
        return random.nextBoolean()
                ? null
                : connection.createArrayOf("integer", new Integer[] {random.nextInt(5), null, random.nextInt(5)});
    }

    /** Up to twenty digits and up to eleven decimals: no floating-point type holds these. */
    private BigDecimal price() {
        return new BigDecimal(new BigInteger(64, random), random.nextInt(12));
    }

    private String attributes() {
        return "{\"weight\": " + random.nextInt(1000)
                + ".50, \"colours\": [\"red\", null], \"deep\": {\"a\": \"\u00fc\"}}";
    }

    private String longText() {
        StringBuilder text = new StringBuilder(DESCRIPTION_CHARS);
        while (text.length() < DESCRIPTION_CHARS) {
            text.append(Long.toString(random.nextLong(), Character.MAX_RADIX)).append(' ');
        }
        return text.toString();
    }

    private long someCustomer() {
        return 1 + (long) (random.nextDouble() * customers);
    }

    private long someOrder() {
        return 1 + (long) (random.nextDouble() * orders);
    }

    private String someSku() {
        return sku(random.nextInt(PRODUCTS));
    }

    private static String sku(int product) {
        return "sku-" + product;
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
