package io.millrace.registry.model.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Reads Avro texts within limits. */
final class AvroParser {
    private final AvroLimits limits;
    private final JsonFactory json;

    AvroParser(AvroLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepth())
                        .maxStringLength(limits.textBytes())
                        .build())
                .build();
    }

    Decision<ParsedAvro> parse(SchemaSource source, Strictness strictness) {
        if (source.dependencies().size() > limits.dependencyCount()) {
            return invalid("it uses more than " + limits.dependencyCount() + " other schemas");
        }
        if (source.text().length() > limits.textBytes()) {
            return Decision.refuse(
                    RegistryErrorCode.SCHEMA_TOO_LARGE,
                    "The schema is larger than " + limits.textBytes() + " characters");
        }
        try {
            boolean defaults =
                    checkShape(source.text()) || !source.dependencies().isEmpty();
            List<Schema> used = new ArrayList<>();
            Schema schema = read(source, parser(strictness), used);
            Optional<String> problem = SchemaSize.exceeded(schema, limits);
            if (problem.isPresent()) {
                return invalid(problem.get());
            }
            String canonical = canonical(schema, used);
            if (strictness == Strictness.STRICT) {
                problem = AvroExpansion.exceeded(schema, limits);
                if (problem.isEmpty() && defaults) {
                    problem = problemOfDefaults(source, canonical);
                }
            }
            return problem.<Decision<ParsedAvro>>map(AvroParser::invalid)
                    .orElseGet(() -> Decision.accept(new ParsedAvro(schema, canonical)));
        } catch (StreamConstraintsException e) {
            return invalid("it is nested too deeply or too large");
        } catch (NullPointerException e) {
            // This is how Avro 1.12 says that a name was never defined.
            return invalid("it uses a type that is not defined");
        } catch (IndexOutOfBoundsException e) {
            // And this, that a name is dots alone.
            return invalid("a name in it has no letters");
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // What its own words leave out: an order that is none, a number that is none, a size that no array can
            // have.
            return invalid("a value in it is not one that is allowed there: " + e.getMessage());
        } catch (IOException | AvroRuntimeException | ClassCastException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What is wrong with the defaults of a schema, if anything. Looked at is the text that will be stored, for that is what all
     * readers see: of a default that is infinite, or no number, Avro writes a text, which it takes for a number again only
     * where the field itself is of type float or double.
     */
    private static Optional<String> problemOfDefaults(SchemaSource source, String canonical) {
        try {
            validateDefaults(new SchemaSource(canonical, source.dependencies()));
            return Optional.empty();
        } catch (AvroRuntimeException e) {
            // What is wrong with the text as it was written is said first.
            validateDefaults(source);
            return Optional.of(
                    "a default in it is a number that is too large, which nobody could read again: " + e.getMessage());
        }
    }

    private static void validateDefaults(SchemaSource source) {
        read(source, parser(Strictness.STRICT).setValidateDefaults(true), new ArrayList<>());
    }

    /** A text defines its types once, however many names refer to it. */
    private static Set<String> texts(List<Dependency> dependencies) {
        Set<String> texts = new LinkedHashSet<>();
        dependencies.forEach(each -> texts.add(each.text()));
        return texts;
    }

    /**
     * Avro's own parser recurses before it counts, so depth and trailing text are found by streaming first; and so is
     * whether anything in it is called a default.
     */
    private boolean checkShape(String text) throws IOException {
        boolean defaults = false;
        try (JsonParser tokens = json.createParser(text)) {
            if (tokens.nextToken() == null) {
                throw new AvroRuntimeException("it is empty");
            }
            while (!tokens.getParsingContext().inRoot()) {
                defaults |= tokens.nextToken() == JsonToken.FIELD_NAME
                        && tokens.currentName().equals("default");
            }
            if (tokens.nextToken() != null) {
                throw new AvroRuntimeException("text follows after its end");
            }
        }
        return defaults;
    }

    private static Schema read(SchemaSource source, Schema.Parser parser, List<Schema> used) {
        for (String text : texts(source.dependencies())) {
            used.add(parser.parse(text));
        }
        return parser.parse(source.text());
    }

    /** Avro looks through all that a default leaves to the defaults inside it, so these are validated at the very last. */
    private static Schema.Parser parser(Strictness strictness) {
        return switch (strictness) {
            case STRICT -> new Schema.Parser(NameValidator.UTF_VALIDATOR).setValidateDefaults(false);
            case LENIENT -> new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        };
    }

    // No other rendering of Avro leaves out the types that a reference brings in.
    @SuppressWarnings("deprecation")
    private static String canonical(Schema schema, List<Schema> used) {
        return used.isEmpty() ? schema.toString() : schema.toString(named(used), false);
    }

    /** All types that the schemas define: Avro leaves out no more than it is told, and a type must not be defined twice. */
    private static Set<Schema> named(List<Schema> schemas) {
        Set<Schema> named = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Schema> left = new ArrayDeque<>(schemas);
        while (!left.isEmpty()) {
            Schema next = left.pop();
            switch (next.getType()) {
                case RECORD -> {
                    if (named.add(next)) {
                        next.getFields().forEach(field -> left.push(field.schema()));
                    }
                }
                case ENUM, FIXED -> named.add(next);
                case ARRAY -> left.push(next.getElementType());
                case MAP -> left.push(next.getValueType());
                case UNION -> next.getTypes().forEach(left::push);
                case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                    // No name of its own.
                }
            }
        }
        return named;
    }

    private static Decision<ParsedAvro> invalid(String reason) {
        return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "Invalid Avro schema: " + reason);
    }
}
