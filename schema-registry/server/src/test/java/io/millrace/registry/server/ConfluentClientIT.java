package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client that Confluent ships, as Flink repackages it, against our server. */
class ConfluentClientIT {
    private static RegistryServer server;

    private final String subject = "c-" + UUID.randomUUID();
    private final CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(server.url(), 100);

    @BeforeAll
    static void startRegistry() {
        server = SharedKafka.startRegistry(SharedKafka.freshTopic());
    }

    @AfterAll
    static void stopRegistry() {
        server.close();
    }

    private static AvroSchema schema(String fields) {
        return new AvroSchema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    @Test
    void registersAndReadsBack() throws Exception {
        // Given
        AvroSchema schema = schema("{\"name\":\"a\",\"type\":\"int\"}");

        // When
        int id = client.register(subject, schema);

        // Then
        CachedSchemaRegistryClient fresh = new CachedSchemaRegistryClient(server.url(), 100);
        assertThat(fresh.getSchemaById(id).canonicalString()).isEqualTo(schema.canonicalString());
        assertThat(fresh.getId(subject, schema)).isEqualTo(id);
        assertThat(fresh.getVersion(subject, schema)).isEqualTo(1);
        assertThat(fresh.getLatestSchemaMetadata(subject).getId()).isEqualTo(id);
        assertThat(fresh.getAllSubjectsById(id)).contains(subject);
        assertThat(fresh.getAllSubjectsByPrefix(subject)).containsExactly(subject);
    }

    @Test
    void learnsThatASchemaIsIncompatible() throws Exception {
        // Given
        client.register(subject, schema("{\"name\":\"a\",\"type\":\"int\"}"));
        AvroSchema breaking = schema("{\"name\":\"b\",\"type\":\"int\"}");

        // Then
        assertThat(client.testCompatibility(subject, breaking)).isFalse();
        assertThat(client.testCompatibilityVerbose(subject, breaking)).isNotEmpty();
        assertThatThrownBy(() -> client.register(subject, breaking))
                .isInstanceOfSatisfying(RestClientException.class, e -> assertThat(e.getStatus())
                        .isEqualTo(409));
        client.updateCompatibility(subject, "NONE");
        assertThat(client.getCompatibility(subject)).isEqualTo("NONE");
        assertThat(client.register(subject, breaking)).isPositive();
    }

    @Test
    void deletesAndChangesModes() throws Exception {
        // Given
        client.register(subject, schema(""));

        // Then
        assertThat(client.setMode("READONLY", subject)).isEqualTo("READONLY");
        assertThat(client.getMode(subject)).isEqualTo("READONLY");
        assertThat(client.setMode("READWRITE", subject)).isEqualTo("READWRITE");
        assertThat(client.deleteSchemaVersion(subject, "1", false)).isEqualTo(1);
        assertThat(client.deleteSchemaVersion(subject, "1", true)).isEqualTo(1);
        assertThatThrownBy(() -> client.getLatestSchemaMetadata(subject))
                .isInstanceOfSatisfying(RestClientException.class, e -> assertThat(e.getErrorCode())
                        .isEqualTo(40401));
    }

    @Test
    void findsByMetadataWhatItRegisteredWithIt() throws Exception {
        // Given
        Metadata metadata = new Metadata(Map.of(), Map.of("owner", "me"), Set.of());
        AvroSchema first = schema("").copy(metadata, null);
        AvroSchema second = schema("{\"name\":\"a\",\"type\":\"int\",\"default\":0}")
                .copy(new Metadata(Map.of(), Map.of("owner", "you"), Set.of()), null);

        // When
        client.register(subject, first);
        client.register(subject, second);

        // Then
        CachedSchemaRegistryClient fresh = new CachedSchemaRegistryClient(server.url(), 100);
        assertThat(fresh.getLatestWithMetadata(subject, Map.of("owner", "me"), false)
                        .getVersion())
                .isEqualTo(1);
        assertThat(fresh.getLatestSchemaMetadata(subject).getMetadata().getProperties())
                .containsEntry("owner", "you");
        assertThat(fresh.getVersion(subject, first)).isEqualTo(1);
    }
}
