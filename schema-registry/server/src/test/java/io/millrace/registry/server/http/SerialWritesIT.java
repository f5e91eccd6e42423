package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.QueryParams;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.server.SharedKafka;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait while another write goes on must decide on what that write leaves behind. */
class SerialWritesIT {
    private static final int PATIENCE_MS = 120_000;
    private static final String PLAIN = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";

    private RegistryStore store;
    private Registry registry;

    @BeforeEach
    void open() {
        store = RegistryStore.open(new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of()));
        store.claim("http://127.0.0.1:1");
        SchemaKinds kinds = new SchemaKinds(List.of(new AvroKind(AvroLimits.standard())));
        registry = new Registry(store, kinds, CompatibilityLevel.NONE, true);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void write(RegistryRecord... records) {
        assertThat(store.write(state -> Decision.accept(new Proposal<>(List.of(records), "")))
                        .isAccepted())
                .isTrue();
    }

    /** Sends the request, and writes the records once it waits for its turn to write. */
    private Answer whileItWaits(Route.Handler handler, Exchange exchange, RegistryRecord... records) throws Exception {
        FutureTask<Answer> request = new FutureTask<>(() -> handler.handle(exchange));
        Thread sender = new Thread(request, "request");
        store.write(state -> {
            sender.start();
            awaitTurn(sender);
            return Decision.accept(new Proposal<>(List.of(records), ""));
        });
        return request.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static void awaitTurn(Thread sender) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!(sender.getState() == Thread.State.WAITING && isWriting(sender))) {
            assertThat(sender.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isWriting(Thread sender) {
        return Arrays.stream(sender.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(RegistryStore.class.getName())
                        && frame.getMethodName().equals("write"));
    }

    private static RegistryRecord version(String subject, int version, int id, String text) {
        return new RegistryRecord.VersionWritten(
                new SchemaVersion(subject, version, id, SchemaContent.avro(text), false));
    }

    private static RegistryRecord alias(String name, String subject) {
        return new RegistryRecord.ConfigWritten(
                name, Optional.of(new SubjectConfig(Optional.empty(), Map.of("alias", '"' + subject + '"'))));
    }

    private static Exchange exchange(Map<String, String> path, String body) {
        return new Exchange(".", path, QueryParams.of(), body);
    }

    private Route.Handler handler(List<Route> routes, String method, String path) {
        return routes.stream()
                .filter(route ->
                        route.method().equals(method) && route.pattern().equals(Route.split(path)))
                .findFirst()
                .orElseThrow()
                .handler();
    }

    private Route.Handler registering(String path) {
        return handler(new RegisterHandlers(registry).routes(), "POST", path);
    }

    private Optional<SchemaVersion> stored(String subject, int version) {
        return store.read(state -> state.version(new VersionKey(subject, version)));
    }

    @Test
    void tagsTheVersionThatIsTheLatestWhenItIsWritten() throws Exception {
        // Given
        write(version("s", 1, 1, PLAIN));

        // When
        whileItWaits(
                registering("/subjects/{subject}/versions/{version}/tags"),
                exchange(
                        Map.of("subject", "s", "version", "latest"),
                        "{\"tagsToAdd\":[{\"schemaEntity\":{\"entityPath\":\"R\",\"entityType\":\"sr_record\"},"
                                + "\"tags\":[\"OURS\"]}]}"),
                version("s", 2, 2, PLAIN.replace("[]", "[],\"confluent:tags\":[\"THEIRS\"]")));

        // Then
        assertThat(stored("s", 3).orElseThrow().content().text()).contains("OURS", "THEIRS");
    }

    @Test
    void registersUnderTheSubjectThatAnAliasMeansWhenItIsWritten() throws Exception {
        // Given
        write(alias("a", "old"));

        // When
        whileItWaits(
                registering("/subjects/{subject}/versions"),
                exchange(Map.of("subject", "a"), "{\"schema\":\"\\\"int\\\"\"}"),
                alias("a", "new"));

        // Then
        assertThat(stored("new", 1)).isPresent();
        assertThat(stored("old", 1)).isEmpty();
    }

    @Test
    void deletesTheSubjectThatAnAliasMeansWhenItIsWritten() throws Exception {
        // Given
        write(version("old", 1, 1, PLAIN), version("new", 1, 1, PLAIN), alias("a", "old"));

        // When
        whileItWaits(
                handler(new SubjectHandlers(registry).routes(), "DELETE", "/subjects/{subject}"),
                exchange(Map.of("subject", "a"), ""),
                alias("a", "new"));

        // Then
        assertThat(stored("new", 1).orElseThrow().deleted()).isTrue();
        assertThat(stored("old", 1).orElseThrow().deleted()).isFalse();
    }
}
