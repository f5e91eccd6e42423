package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegistryRequestsTest {

    private final List<Integer> ids = IntStream.range(0, RegistryRequests.SUBJECTS)
            .map(i -> i + 500)
            .boxed()
            .toList();
    private final RegistryRequests requests = new RegistryRequests("/prefix", ids);

    @Test
    void aConnectionAsksAboutEachSchemaBeforeItAsksAgain() {
        for (Supplier<ByteBuffer> each :
                List.of(requests.byId(3), requests.latest(3), requests.lookUps(3), requests.known(3))) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < RegistryRequests.SUBJECTS; i++) {
                seen.add(text(each.get()));
            }
            assertThat(seen).hasSize(RegistryRequests.SUBJECTS);
            assertThat(seen).contains(text(each.get()));
        }
    }

    @Test
    void connectionsBeginElsewhere() {
        assertThat(text(requests.latest(0).get()))
                .isNotEqualTo(text(requests.latest(1).get()));
    }

    @Test
    void aRequestCanBeSentAgain() {
        Supplier<ByteBuffer> first = requests.byId(0);
        String sent = text(first.get());
        assertThat(text(requests.byId(0).get())).isEqualTo(sent).startsWith("GET /prefix/schemas/ids/500 HTTP/1.1\r\n");
    }

    @Test
    void newSchemasAreNewToAllConnections() {
        Set<String> seen = new HashSet<>();
        IntStream.range(0, 100).forEach(i -> {
            seen.add(text(requests.unknown().get()));
            seen.add(text(requests.known(i).get()));
        });
        assertThat(seen).hasSize(200);
    }

    @Test
    void candidatesAreNoneOfTheVersionsThatAreThere() {
        Supplier<ByteBuffer> checks = requests.checks(0);
        IntStream.range(0, RegistryRequests.VERSIONS)
                .mapToObj(i -> text(checks.get()))
                .forEach(request -> IntStream.rangeClosed(1, RegistryRequests.VERSIONS)
                        .forEach(version -> assertThat(request).doesNotContain("added_in_" + version + "\\")));
    }

    private static String text(ByteBuffer request) {
        return StandardCharsets.UTF_8.decode(request).toString();
    }
}
