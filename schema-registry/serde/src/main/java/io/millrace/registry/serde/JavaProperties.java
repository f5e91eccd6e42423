package io.millrace.registry.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Takes the property {@code avro.java.string} out of schemas where {@code avro.remove.java.properties} asks for that. Generated
 * classes have it, and it means nothing to readers elsewhere. Any thread.
 */
final class JavaProperties {
    private static final String KEY = "avro.remove.java.properties";
    private static final String PROPERTY = "avro.java.string";
    private static final String DEFAULT = "default";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Schemas without the property, by those that have come. */
    private final Optional<RecentMap<AvroIdentity, Schema>> known;

    private JavaProperties(Optional<RecentMap<AvroIdentity, Schema>> known) {
        this.known = known;
    }

    static JavaProperties of(Map<String, ?> configs, int maxCachedSchemas) {
        return new JavaProperties(
                RegistryClientConfig.flag(configs, KEY, false)
                        ? Optional.of(new RecentMap<>(maxCachedSchemas))
                        : Optional.empty());
    }

    /** The schema as it is registered. */
    Schema registered(Schema own) {
        return known.isEmpty() ? own : known.get().get(new AvroIdentity(own), each -> without(each.schema()));
    }

    private static Schema without(Schema own) {
        try {
            JsonNode text = JSON.readTree(own.toString());
            remove(text);
            return new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(text.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a text that is not JSON", e);
        }
    }

    private static void remove(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(PROPERTY);
            object.properties().forEach(each -> {
                if (!each.getKey().equals(DEFAULT)) {
                    remove(each.getValue());
                }
            });
        } else {
            node.forEach(JavaProperties::remove);
        }
    }
}
