package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestingPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotOwnershipIT {

    @Test
    void validatesItsOwnRunningSlotAndRefusesThatOfAnother() throws Exception {
        try (TestingPostgres postgres = TestingPostgres.start()) {
            // Given
            postgres.execute("CREATE TABLE item (id int PRIMARY KEY)", "INSERT INTO item VALUES (1)");
            Map<String, String> settings = new HashMap<>(Map.of(
                    "name", "first",
                    "topic.prefix", "first",
                    "slot.name", "shared",
                    "database.hostname", postgres.host(),
                    "database.port", "" + postgres.port(),
                    "database.user", postgres.user(),
                    "database.password", postgres.password(),
                    "database.dbname", "postgres",
                    "table.include.list", "public.item"));
            try (RunningCapture capture = RunningCapture.start(settings, new HashMap<>())) {
                capture.pollUntil(polled -> polled.topic().endsWith(".item"));
                capture.pollUntil(polled -> isActive(postgres));

                // When
                List<String> own = errors(settings);
                settings.put("name", "second");
                List<String> other = errors(settings);

                // Then
                assertThat(own).isEmpty();
                assertThat(other).singleElement().asString().contains("'shared' is in use by another client");
            }
        }
    }

    private static boolean isActive(TestingPostgres postgres) {
        return postgres.query("SELECT count(*) FROM pg_replication_slots WHERE active")
                .get(0)
                .get(0)
                .equals("1");
    }

    private static List<String> errors(Map<String, String> settings) {
        return new PostgresCdcSourceConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }
}
