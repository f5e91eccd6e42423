package io.millrace.registry.serde.protobuf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Messages as JSON documents, by Protobuf's own mapping: names of fields in lowerCamelCase (those of the schema are read
 * too), 64 bit numbers as strings, bytes in base64. Fields that are not told apart from absent ones are written with their
 * defaults. Any thread.
 */
public final class ProtobufDocuments {
    /** Fields that are not there are written with their names, so the text may be far longer than the bytes. */
    static final int TEXT_LENGTH_MAX = 16 << 20;

    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ProtobufDocuments() {}

    /**
     * The bytes of a record with the message that a document stands for: the one that the schema means.
     *
     * @throws SerializationException when the document does not fit; it says where, as a JSON pointer, and why
     */
    public static byte[] write(Registered<ProtobufSchema> registered, JsonNode document) {
        ProtobufSchema schema = registered.schema();
        if (schema.messageName().isEmpty()) {
            throw new SerializationException("schema " + registered.id() + " declares no message");
        }
        try {
            return ProtobufSerializer.write(
                    registered, message(schema.message(schema.indexes(schema.messageName())), document));
        } catch (UnfitDocumentException e) {
            throw new SerializationException(
                    "the document does not fit schema " + registered.id() + ": " + e.getMessage(), e);
        }
    }

    /** The document of a record's message, which its bytes name. */
    public static JsonNode read(ProtobufSchema schema, Named named, byte[] payload) {
        DynamicMessage message = ProtobufRecords.message(schema, named, payload);
        BoundedText text = new BoundedText(TEXT_LENGTH_MAX);
        try {
            PRINTER.appendTo(message, text);
            return JSON.readTree(text.toString());
        } catch (IOException | RuntimeException e) {
            // Anybody may have written the bytes, and the library is not particular about how it refuses them.
            throw new SerializationException("the message cannot be shown as JSON: " + e.getMessage(), e);
        }
    }

    private static DynamicMessage message(Descriptor type, JsonNode document) throws UnfitDocumentException {
        // What would take long to read is refused before it is read.
        NumberBounds.require(type, document);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            merge(text(document), message);
            return message.build();
        } catch (InvalidProtocolBufferException e) {
            throw new UnfitDocumentException(new UnfitPlace(type).find(document), e.getMessage(), e);
        } catch (UninitializedMessageException e) {
            throw new UnfitDocumentException("", e.getMessage(), e);
        }
    }

    /** Reads a document into a message, by the library's rules. */
    static void merge(String document, DynamicMessage.Builder message) throws InvalidProtocolBufferException {
        PARSER.merge(document, message);
    }

    static String text(JsonNode document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that cannot be written as JSON", e);
        }
    }
}
