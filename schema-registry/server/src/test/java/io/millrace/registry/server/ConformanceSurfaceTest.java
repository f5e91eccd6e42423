package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.ConformanceScript.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of {@link ConformanceIT} leave nothing out of what {@code surface.txt} says that clients may ask. */
class ConformanceSurfaceTest {
    private final List<Row> rows = ConformanceScript.all().stream()
            .flatMap(script -> script.rows().stream())
            .toList();

    @Test
    void everyPathAndEveryParameterHasARow() {
        List<String> missing = new ArrayList<>();
        List<String> surface = ConformanceScript.read("surface")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        for (String line : surface) {
            String[] halves = line.split(" \\?", 2);
            String[] request = halves[0].split(" ");
            Pattern path = Pattern.compile("(/contexts/[^/]+)?" + request[1].replaceAll("\\{\\w+}", "[^/]+"));
            List<Row> answering = rows.stream()
                    .filter(row -> row.method().equals(request[0]))
                    .filter(row -> path.matcher(row.path().split("\\?")[0]).matches())
                    .toList();
            if (answering.isEmpty()) {
                missing.add(halves[0]);
            }
            for (String parameter : halves[1].strip().split(" ")) {
                if (!parameter.isEmpty() && answering.stream().noneMatch(row -> names(row, parameter))) {
                    missing.add(halves[0] + "?" + parameter);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(surface).hasSizeGreaterThan(40);
    }

    private static boolean names(Row row, String parameter) {
        return row.path().contains("?" + parameter + "=") || row.path().contains("&" + parameter + "=");
    }
}
