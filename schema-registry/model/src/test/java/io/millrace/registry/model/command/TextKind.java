package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;

/** A kind whose schemas are any text at all; a reader reads what begins with its own text. It shows what it was given. */
final class TextKind implements SchemaKind<TextKind.ParsedText> {
    /** A text as it is. */
    record ParsedText(String canonicalText) implements ParsedSchema {
        @Override
        public String normalText() {
            return canonicalText.strip();
        }
    }

    final List<SchemaSource> sources = new ArrayList<>();
    final List<CompatibilityPolicy> policies = new ArrayList<>();

    @Override
    public String type() {
        return "TEXT";
    }

    @Override
    public Decision<ParsedText> parse(SchemaSource source, Strictness strictness) {
        sources.add(source);
        return Decision.accept(new ParsedText(source.text()));
    }

    @Override
    public List<Incompatibility> incompatibilities(
            ParsedText reader, ParsedText writer, CompatibilityPolicy policy, Sides sides) {
        policies.add(policy);
        return writer.canonicalText().startsWith(reader.canonicalText())
                ? List.of()
                : List.of(new Incompatibility(
                        "PREFIX",
                        "/",
                        writer.canonicalText(),
                        reader.canonicalText(),
                        "the " + sides.reader() + " text does not begin the " + sides.writer() + " one"));
    }
}
