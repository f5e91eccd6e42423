package io.millrace.connectors.cdc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.cdc.CdcPreset;
import io.millrace.connectors.cdc.PostgresCdcSourceConnector;
import io.millrace.testing.TestingPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresDoctorIT {

    private static TestingPostgres postgres;

    @BeforeAll
    static void startServer() {
        postgres = TestingPostgres.start(Map.of("max_replication_slots", "3"));
        postgres.createDatabase("shop");
        postgres.executeIn(
                "shop",
                "CREATE TABLE orders (id int PRIMARY KEY, note text, code varchar(20))",
                "CREATE TABLE log (line text)",
                "CREATE TABLE history (line int)",
                "ALTER TABLE history REPLICA IDENTITY FULL",
                "CREATE ROLE reader LOGIN PASSWORD 'reader'",
                "CREATE ROLE guest LOGIN REPLICATION PASSWORD 'guest'",
                "GRANT SELECT ON orders TO reader");
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void saysNothingAgainstASourceThatIsReady() {
        // Given
        postgres.executeIn("shop", "CREATE TABLE ready (id int PRIMARY KEY, n numeric)");

        // When
        DoctorReport report = examine(Map.of("table.include.list", "public.ready"));

        // Then
        assertThat(report.findings()).isEmpty();
        assertThat(report.text()).isEqualTo("The source database is ready.");
        assertThat(errors(settings(Map.of("table.include.list", "public.ready"))))
                .isEmpty();
    }

    @Test
    void namesThePasswordWhenItIsWrong() {
        assertThat(errors(settings(Map.of("database.password", "wrong"))))
                .containsOnlyKeys("database.password")
                .hasEntrySatisfying("database.password", text -> assertThat(text)
                        .contains("refuses the password of user 'postgres'")
                        .contains("ALTER ROLE"));
    }

    @Test
    void namesTheDatabaseThatWasMeantWhenItIsMissing() {
        assertThat(errors(settings(Map.of("database.dbname", "shp"))))
                .containsOnlyKeys("database.dbname")
                .hasEntrySatisfying("database.dbname", text -> assertThat(text).contains("did you mean 'shop'?"));
    }

    @Test
    void answersWithinSecondsWhenNobodyAnswers() throws IOException {
        // Given: a port that takes connections and says nothing
        try (ServerSocket silent = new ServerSocket(0)) {
            Instant start = Instant.now();

            // When
            Map<String, String> errors = errors(
                    settings(Map.of("database.hostname", "127.0.0.1", "database.port", "" + silent.getLocalPort())));

            // Then
            assertThat(errors).containsOnlyKeys("database.hostname");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
        assertThat(errors(settings(Map.of("database.hostname", "no-such-host.invalid"))))
                .hasEntrySatisfying(
                        "database.hostname", text -> assertThat(text).contains("no host of the name"));
        assertThat(only(examine(Map.of("database.hostname", "h/db?socketFactory=x")))
                        .message())
                .contains("is not a host name");
    }

    @Test
    void namesTheTableThatWasMeant() {
        assertThat(only(examine(Map.of("table.include.list", "public.ordres"))).message())
                .contains("there is no table 'public.ordres'")
                .contains("did you mean 'public.orders'?");
        assertThat(only(examine(Map.of("table.include.list", "other\\..*"))).message())
                .contains("matches no table yet");
    }

    @Test
    void refusesATableWhoseUpdatesWouldFailOncePublished() {
        // When
        Finding finding =
                examine(Map.of("table.include.list", "public.log")).errors().get(0);

        // Then
        assertThat(finding.message()).contains("'public.log' has no primary key and no replica identity");
        assertThat(finding.remedy()).contains("REPLICA IDENTITY FULL");
    }

    @Test
    void warnsOfTablesWithoutKeyAndOfLargeValuesThatUpdatesLeaveOut() {
        // When
        DoctorReport report = examine(Map.of("table.include.list", "public.orders,public.history"));

        // Then
        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).hasSize(2);
        assertThat(report.text())
                .contains("'public.history' has no primary key")
                .contains("(note)")
                .contains("ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY FULL");
    }

    @Test
    void saysWhichRightsAreMissing() {
        // When
        DoctorReport reader = examine(Map.of(
                "database.user", "reader", "database.password", "reader", "table.include.list", "public.orders"));
        DoctorReport guest = examine(
                Map.of("database.user", "guest", "database.password", "guest", "table.include.list", "public.orders"));

        // Then
        assertThat(reader.text())
                .contains("ALTER ROLE \"reader\" REPLICATION")
                .contains("may not create a publication")
                .contains("does not own public.orders");
        assertThat(guest.text()).contains("GRANT SELECT ON \"public\".\"orders\" TO \"guest\"");
    }

    @Test
    void wantsThePublicationWhenItMayNotCreateOne() {
        // Given
        Map<String, String> given = Map.of(
                "table.include.list", "public.orders,public.history",
                "publication.autocreate.mode", "disabled",
                "publication.name", "half");

        // When
        DoctorReport missing = examine(given);
        postgres.executeIn("shop", "CREATE PUBLICATION half FOR TABLE orders WITH (publish = 'insert')");
        DoctorReport incomplete = examine(given);
        postgres.executeIn("shop", "DROP PUBLICATION half");

        // Then
        assertThat(missing.errors().get(0).remedy())
                .isEqualTo("CREATE PUBLICATION \"half\" FOR TABLE \"public\".\"history\", \"public\".\"orders\"");
        assertThat(incomplete.errors().get(0).remedy())
                .isEqualTo("ALTER PUBLICATION \"half\" ADD TABLE \"public\".\"history\"");
        assertThat(incomplete.text()).contains("leaves out some of insert, update, delete, truncate");
    }

    @Test
    void refusesSlotsThatBelongToOthers() {
        // Given
        Map<String, String> given = Map.of("slot.name", "taken", "table.include.list", "public.orders");
        postgres.executeIn("postgres", "SELECT pg_create_logical_replication_slot('taken', 'pgoutput')");

        // When
        DoctorReport otherDatabase = examine(given);
        postgres.executeIn("postgres", "SELECT pg_drop_replication_slot('taken')");
        postgres.executeIn("shop", "SELECT pg_create_logical_replication_slot('taken', 'test_decoding')");
        DoctorReport otherPlugin = examine(given);
        postgres.executeIn("shop", "SELECT pg_drop_replication_slot('taken')");

        // Then
        assertThat(only(otherDatabase.errors()).message()).contains("belongs to database 'postgres'");
        assertThat(only(otherPlugin.errors()).message()).contains("was made for plugin test_decoding");
    }

    @Test
    void saysThatAllSlotsAreTaken() {
        // Given
        for (String slot : List.of("s1", "s2", "s3")) {
            postgres.executeIn("shop", "SELECT pg_create_physical_replication_slot('" + slot + "')");
        }

        // When
        DoctorReport report = examine(Map.of("table.include.list", "public.orders"));
        for (String slot : List.of("s1", "s2", "s3")) {
            postgres.executeIn("shop", "SELECT pg_drop_replication_slot('" + slot + "')");
        }

        // Then
        assertThat(only(report.errors()).message()).contains("all 3 replication slots are taken (idle: s1, s2, s3)");
        assertThat(only(report.errors()).remedy()).contains("max_replication_slots");
    }

    @Test
    void namesTheCommandThatTurnsLogicalDecodingOn() {
        try (TestingPostgres replica = TestingPostgres.start(Map.of("wal_level", "replica"))) {
            // Given
            replica.execute("CREATE TABLE orders (id int PRIMARY KEY)");

            // When
            Map<String, String> errors = errors(settings(Map.of(
                    "database.port",
                    "" + replica.port(),
                    "database.hostname",
                    replica.host(),
                    "database.dbname",
                    "postgres",
                    "table.include.list",
                    "public.orders")));

            // Then
            assertThat(errors).containsOnlyKeys("slot.name");
            assertThat(errors.get("slot.name"))
                    .contains("wal_level is 'replica'")
                    .contains("ALTER SYSTEM SET wal_level = 'logical' and restart the server");
        }
    }

    private static DoctorReport examine(Map<String, String> more) {
        return PostgresDoctor.examine(CdcPreset.fill(settings(more)), "millrace_doctored");
    }

    private static Finding only(DoctorReport report) {
        return only(report.findings());
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static Map<String, String> errors(Map<String, String> settings) {
        Map<String, String> errors = new HashMap<>();
        for (ConfigValue value :
                new PostgresCdcSourceConnector().validate(settings).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), String.join("; ", value.errorMessages()));
            }
        }
        return errors;
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "doctored");
        settings.put("topic.prefix", "doctored");
        settings.put("database.hostname", postgres.host());
        settings.put("database.port", Integer.toString(postgres.port()));
        settings.put("database.user", postgres.user());
        settings.put("database.password", postgres.password());
        settings.put("database.dbname", "shop");
        settings.putAll(more);
        return settings;
    }
}
