package io.millrace.hub.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of the shop, with the kinds of column that pipelines get wrong. */
final class ShopTables {

    /** Numeric without scale, jsonb, arrays with NULL in them, timestamptz, enum, TOASTed text, composite keys. */
    static final String CREATE = """
            CREATE TYPE tier AS ENUM ('basic', 'plus', 'gold');
            CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped', 'returned');
            CREATE TABLE customers (
                id bigint PRIMARY KEY, name text NOT NULL, tier tier NOT NULL, tags text[],
                joined timestamptz NOT NULL, profile jsonb);
            CREATE TABLE products (
                sku text PRIMARY KEY, title text NOT NULL, price numeric NOT NULL, description text, attributes jsonb);
            ALTER TABLE products ALTER COLUMN description SET STORAGE EXTERNAL;
            CREATE TABLE orders (
                id bigint PRIMARY KEY, customer_id bigint NOT NULL, status order_status NOT NULL, total numeric,
                placed timestamptz NOT NULL, note text);
            CREATE TABLE order_lines (
                order_id bigint, line_no integer, sku text NOT NULL, quantity integer NOT NULL, price numeric NOT NULL,
                ratings integer[], PRIMARY KEY (order_id, line_no));
            CREATE TABLE stock (
                warehouse text, sku text, on_hand integer NOT NULL, counted timestamptz, PRIMARY KEY (warehouse, sku));
            CREATE TABLE pulse (id integer PRIMARY KEY, at timestamptz NOT NULL);
            INSERT INTO pulse VALUES (1, clock_timestamp());
            """;

    /** Columns of each table with their types, in order; the first {@link #keyColumns} of them are the key. */
    private static final Map<String, Map<String, String>> COLUMNS = new LinkedHashMap<>();

    static {
        table("customers", "id bigint", "name text", "tier text", "tags text[]", "joined timestamptz", "profile jsonb");
        table("products", "sku text", "title text", "price numeric", "description text", "attributes jsonb");
        table(
                "orders",
                "id bigint",
                "customer_id bigint",
                "status text",
                "total numeric",
                "placed timestamptz",
                "note text");
        table(
                "order_lines",
                "order_id bigint",
                "line_no integer",
                "sku text",
                "quantity integer",
                "price numeric",
                "ratings integer[]");
        table("stock", "warehouse text", "sku text", "on_hand integer", "counted timestamptz");
        table("pulse", "id integer", "at timestamptz");
    }

    private ShopTables() {}

    static List<String> names() {
        return List.copyOf(COLUMNS.keySet());
    }

    /** The topic that change capture writes a table's changes to. */
    static String topic(String table) {
        return "shop.public." + table;
    }

    /** Column name to type; enums are text here, since that is how they are compared. */
    static Map<String, String> columns(String table) {
        return COLUMNS.get(table);
    }

    static int keyColumns(String table) {
        return table.equals("order_lines") || table.equals("stock") ? 2 : 1;
    }

    private static void table(String name, String... columns) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : columns) {
            int space = column.indexOf(' ');
            types.put(column.substring(0, space), column.substring(space + 1));
        }
        COLUMNS.put(name, types);
    }
}
