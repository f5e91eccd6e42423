package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.dek.Dek;
import io.millrace.registry.model.dek.DekId;
import io.millrace.registry.model.dek.Kek;
import io.millrace.registry.model.dek.KeyAlgorithm;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads keys out of requests, with a bound for each of their fields. No refusal repeats key material. */
final class KeyBody {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,256}");
    private static final int SHORT_MAX = 256;
    private static final int KEY_ID_MAX = 2_048;
    private static final int PROPS_MAX = 64;
    private static final int PROP_VALUE_MAX = 4_096;
    private static final int DOC_MAX = 8_192;
    private static final int SUBJECT_MAX = 1_024;
    private static final int MATERIAL_MAX = 16 * 1_024;

    private KeyBody() {}

    static Kek kek(JsonNode body) {
        String name = text(body, "name", SHORT_MAX);
        if (!NAME.matcher(name).matches()) {
            throw invalid("name must be of up to 256 letters, digits, '.', '_' and '-'");
        }
        return new Kek(
                name,
                text(body, "kmsType", SHORT_MAX),
                text(body, "kmsKeyId", KEY_ID_MAX),
                props(body.path("kmsProps")),
                doc(body.path("doc")),
                flag(body, "shared"),
                flag(body, "deleted"),
                0);
    }

    /** What a body changes of a KEK: what it leaves out stays, null clears. */
    static UnaryOperator<Kek> changes(JsonNode body) {
        boolean props = body.has("kmsProps");
        SortedMap<String, String> newProps = props(body.path("kmsProps"));
        boolean docs = body.has("doc");
        Optional<String> newDoc = doc(body.path("doc"));
        boolean shares = body.hasNonNull("shared");
        boolean newShared = flag(body, "shared");
        return kek -> {
            requireSame(body, "name", kek.name());
            requireSame(body, "kmsType", kek.kmsType());
            requireSame(body, "kmsKeyId", kek.kmsKeyId());
            return new Kek(
                    kek.name(),
                    kek.kmsType(),
                    kek.kmsKeyId(),
                    props ? newProps : kek.kmsProps(),
                    docs ? newDoc : kek.doc(),
                    shares ? newShared : kek.shared(),
                    kek.deleted(),
                    kek.tsMs());
        };
    }

    private static void requireSame(JsonNode body, String field, String value) {
        if (body.hasNonNull(field) && !body.path(field).asText().equals(value)) {
            throw invalid(field + " of a key cannot be changed; make another key");
        }
    }

    static Dek dek(Exchange exchange) {
        JsonNode body = exchange.json();
        String subject = subject(exchange).orElseThrow(() -> invalid("subject is missing"));
        if (!SubjectName.parse(subject).isValid() || subject.length() > SUBJECT_MAX) {
            throw invalid("subject is not one that can have schemas, or has more than " + SUBJECT_MAX + " characters");
        }
        if (body.hasNonNull("keyMaterial")) {
            throw invalid("keyMaterial is not taken: wrap it with the key of the KMS, and send encryptedKeyMaterial");
        }
        DekId id = new DekId(exchange.part("kek"), subject, algorithm(body.path("algorithm")), version(body));
        // Whether there must be material is for the KEK to say.
        return new Dek(id, material(body.path("encryptedKeyMaterial")), flag(body, "deleted"), 0);
    }

    /** The subject of the body, or of the path, by its stored name; empty if neither names one. */
    static Optional<String> subject(Exchange exchange) {
        JsonNode named = exchange.json().path("subject");
        Optional<String> ofPath = Optional.ofNullable(exchange.part("subject")).map(each -> exchange.subject());
        if (!named.isTextual()) {
            return ofPath;
        }
        String ofBody = exchange.inContext(named.textValue());
        if (ofPath.isPresent() && !ofPath.get().equals(ofBody)) {
            throw invalid("subject is another one than that of the path");
        }
        return Optional.of(ofBody);
    }

    private static int version(JsonNode body) {
        JsonNode version = body.path("version");
        if (version.isMissingNode() || version.isNull()) {
            return 1;
        }
        if (!version.isInt() || version.intValue() < 1) {
            throw invalid("version must be a number from 1 on");
        }
        return version.intValue();
    }

    static KeyAlgorithm algorithm(String written) {
        return KeyAlgorithm.find(written)
                .orElseThrow(() -> invalid("algorithm must be one of " + Arrays.toString(KeyAlgorithm.values())));
    }

    private static KeyAlgorithm algorithm(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? KeyAlgorithm.AES256_GCM : algorithm(node.asText());
    }

    private static String material(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        String material = node.isTextual() ? node.textValue() : "";
        try {
            if (material.length() <= MATERIAL_MAX && Base64.getDecoder().decode(material).length > 0) {
                return material;
            }
        } catch (IllegalArgumentException e) {
            throw badMaterial();
        }
        throw badMaterial();
    }

    private static HttpProblemException badMaterial() {
        return invalid("encryptedKeyMaterial must be base64 of up to " + MATERIAL_MAX + " characters");
    }

    private static String text(JsonNode body, String field, int max) {
        JsonNode node = body.path(field);
        if (!node.isTextual() || node.textValue().isBlank() || node.textValue().length() > max) {
            throw invalid(field + " must be a text of 1 to " + max + " characters");
        }
        return node.textValue();
    }

    private static boolean flag(JsonNode body, String field) {
        JsonNode node = body.path(field);
        if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
            throw invalid(field + " must be true or false");
        }
        return node.asBoolean();
    }

    private static Optional<String> doc(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().length() > DOC_MAX) {
            throw invalid("doc must be a text of up to " + DOC_MAX + " characters");
        }
        return Optional.of(node.textValue());
    }

    private static SortedMap<String, String> props(JsonNode node) {
        SortedMap<String, String> props = new TreeMap<>();
        if (node.isMissingNode() || node.isNull()) {
            return props;
        }
        if (!node.isObject() || node.size() > PROPS_MAX) {
            throw invalid("kmsProps must be an object of up to " + PROPS_MAX + " texts");
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            JsonNode value = each.getValue();
            if (!value.isTextual()
                    || each.getKey().length() > SHORT_MAX
                    || value.textValue().length() > PROP_VALUE_MAX) {
                throw invalid("kmsProps must have names of up to " + SHORT_MAX + " characters and texts of up to "
                        + PROP_VALUE_MAX);
            }
            props.put(each.getKey(), value.textValue());
        }
        return props;
    }

    static HttpProblemException invalid(String reason) {
        return new HttpProblemException(RegistryErrorCode.INVALID_KEY, "Not a valid key: " + reason);
    }
}
