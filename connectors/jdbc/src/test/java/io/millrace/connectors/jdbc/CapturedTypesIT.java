package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.InMemoryTopics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type of PostgreSQL through a real capture into tables that the sink made: types and values are the source's.
 *
 * <p>Left out is what the capture itself cannot tell: the offset of timetz, the era of dates in a snapshot, NaN in an
 * array of numerics, multiranges.
 */
@ExtendWith(Warehouse.Extension.class)
class CapturedTypesIT {
    private static final String SOURCE_TABLE = """
            CREATE TABLE a (id int PRIMARY KEY, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision,
              n numeric, n2 numeric(10,2), n3 numeric(30,10), m money, b boolean, t text, vc varchar(20), ch char(5),
              vcu varchar, d date, tm time, tm0 time(0), tmz timetz, ts timestamp, ts3 timestamp(3), tstz timestamptz,
              iv interval, by bytea, js json, jb jsonb, x xml, u uuid, ip inet, cd cidr, ma macaddr, ma8 macaddr8,
              b1 bit(1), b5 bit(5), vb varbit(8), r4 int4range, rn numrange, rts tstzrange, rd daterange,
              tsv tsvector, p point, mood mood, ai int[], at text[], an numeric[], ats timestamptz[],
              ad date[], au uuid[], ab boolean[], atm timestamp[], avc varchar[], af float8[], aj jsonb[], amood mood[])
            """;
    private static final String EXTREMES = """
            INSERT INTO a VALUES (1, -32768, -2147483648, -9223372036854775808, 1.17549435e-38, 1.7976931348623157e308,
              12345678901234567890.123456789, 99999999.99, -12345678901234567890.1234567891, '-92233720368547758.08',
              true, E'tab\\tnew\\nline\\\\ "q" ☃ 𝄞', 'varchar', 'ch', '', '0001-01-01', '24:00:00', '23:59:59',
              '13:51:30+00', '4713-01-01 00:00:00 BC', '2020-01-01 00:00:00.123', '2020-02-29 23:59:59.999999+05:30',
              '1 mon 2 days 03:04:05.678901', '\\x00ff10', '{"a" : [1, 2.50, null]}', '{"a": [1, 2.50, null]}',
              '<a>b</a>', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '192.168.0.1/24', '10.0.0.0/8',
              '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'1', B'10110', B'10110101', '[1,10)', '(1.5,2.5]',
              '[2020-01-01 00:00:00+00,)', '[2020-01-01,2020-02-01)', 'a:1 cat:2', '(1.5,-2)', 'happy',
              '{1,NULL,-3}', ARRAY['a', NULL, 'q"uo\\te', '{,}', '', 'NULL'], '{1.50,NULL,-7}',
              '{2020-01-01 12:00:00+00,NULL}', '{2020-01-01,NULL}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
              '{t,f,NULL}', '{2020-01-01 12:00:00.5}', '{a,b c}', '{1.5,NaN,-Infinity}',
              ARRAY['{"k": 1}'::jsonb], '{happy,sad}')
            """;
    private static final String INFINITIES = """
            INSERT INTO a (id, f4, f8, n, n2, d, tm, tmz, ts, tstz, iv, t, b, b1, ai, at) VALUES
              (2, 'NaN', 'Infinity', 'NaN', 'NaN', 'infinity', '00:00:00', '00:00:00+00', 'infinity', 'infinity',
               '-1 years -2 mons +3 days -04:05:06.5', '', false, B'0', '{}', '{}'),
              (3, 'Infinity', '-Infinity', 'Infinity', 0, '-infinity', '23:59:59.999999', '24:00:00+00', '-infinity',
               '-infinity', '178000000 years', 'x', null, null, null, null),
              (4, '-Infinity', -0.0, '-Infinity', 0.1, '5874897-12-31', '12:00', '12:00:00.5+00', '99999-12-31 23:59:59',
               '0044-03-15 12:00:00+00 BC', '00:00:00.000001', 'y', true, B'1', '{1}', '{""}'),
              (5, 0, 0.1, 0.10, 1.10, '1969-12-31', '01:02:03.004', '01:02:03.004+00', '1969-12-31 23:59:59.999999',
               '12345-01-01 00:00:00+00', '-00:00:00.5', null, null, null, null, null)
            """;
    private static final String UNTYPED = "INSERT INTO a (id) VALUES (6)";

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000"})
    void keepsEveryValueOfSnapshotAndStream(String copyMinRows, Warehouse warehouse) throws Exception {
        // Given
        String source = warehouse.server().createDatabase("source_" + warehouse.database());
        warehouse
                .server()
                .executeIn(
                        source,
                        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
                        SOURCE_TABLE,
                        "CREATE TABLE marker (id int PRIMARY KEY)",
                        EXTREMES,
                        INFINITIES,
                        UNTYPED,
                        "INSERT INTO marker VALUES (1)");
        InMemoryTopics topics = new InMemoryTopics();

        // When
        try (CapturedSource capture = new CapturedSource(warehouse.server(), source, topics, 1)) {
            capture.captureUntil(1);
            warehouse
                    .server()
                    .executeIn(
                            source,
                            "CREATE TEMP TABLE again AS SELECT * FROM a",
                            "UPDATE again SET id = id + 100",
                            "INSERT INTO a SELECT * FROM again",
                            "INSERT INTO marker VALUES (2)");
            capture.captureUntil(2);
        }
        warehouse.load(topics, "table.name.format", "${source.table}", "copy.min.rows", copyMinRows);

        // Then
        assertThat(warehouse.deadLetters.reports()).isEmpty();
        List<String> columns = warehouse
                .server()
                .queryIn(source, "SELECT attname FROM pg_attribute WHERE attrelid = 'a'::regclass AND attnum > 0")
                .stream()
                .map(row -> row.get(0))
                .toList();
        Map<String, String> differences = new TreeMap<>();
        for (String column : columns) {
            String sql = "SELECT id || '=' || coalesce(\"" + column + "\"::text, 'NULL') FROM a ORDER BY a.id";
            List<List<String>> there = warehouse.server().queryIn(source, sql);
            List<List<String>> here = warehouse.query(sql);
            for (int i = 0; i < there.size(); i++) {
                if (!there.get(i).equals(here.get(i))) {
                    differences.put(column + " " + there.get(i), here.get(i).toString());
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void givesColumnsTheTypesOfTheSource(Warehouse warehouse) throws Exception {
        // Given
        String source = warehouse.server().createDatabase("source_" + warehouse.database());
        warehouse
                .server()
                .executeIn(
                        source,
                        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
                        SOURCE_TABLE,
                        "CREATE TABLE marker (id int PRIMARY KEY)",
                        EXTREMES,
                        "INSERT INTO marker VALUES (1)");
        InMemoryTopics topics = new InMemoryTopics();
        try (CapturedSource capture = new CapturedSource(warehouse.server(), source, topics, 1)) {
            capture.captureUntil(1);
        }

        // When
        warehouse.load(topics, "table.name.format", "${source.table}");

        // Then
        String types = "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'a'::regclass AND attnum > 0 ORDER BY attnum";
        Map<String, String> expected = Map.of(
                "mood",
                "text",
                "amood",
                "text[]",
                "tm0",
                "time without time zone",
                "ts3",
                "timestamp without time zone");
        assertThat(warehouse.query(types))
                .isEqualTo(warehouse.server().queryIn(source, types).stream()
                        .map(row -> List.of(row.get(0), expected.getOrDefault(row.get(0), row.get(1))))
                        .toList());
    }
}
