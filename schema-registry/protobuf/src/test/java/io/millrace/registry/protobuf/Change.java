package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;

/**
 * One change of a schema, and what is found.
 *
 * @param backward what a reader of the new schema cannot read of the old, as {@code RULE path}; empty if nothing
 * @param forward what a reader of the old schema cannot read of the new
 */
record Change(String name, String older, String newer, String backward, String forward) {
    /** A change of a schema of proto3. */
    static Change change(String name, String older, String newer, String backward, String forward) {
        String syntax = "syntax = \"proto3\"; ";
        return new Change(name, syntax + older, syntax + newer, backward, forward);
    }

    /** A change of a schema of proto2. */
    static Change change2(String name, String older, String newer, String backward, String forward) {
        String syntax = "syntax = \"proto2\"; ";
        return new Change(name, syntax + older, syntax + newer, backward, forward);
    }

    void check(CompatibilityPolicy policy) {
        // Given
        ParsedProtobuf old = Schemas.read(older);
        ParsedProtobuf now = Schemas.read(newer);

        // Then
        assertThat(found(now, old, policy, Sides.NEW_READS_OLD)).isEqualTo(backward);
        assertThat(found(old, now, policy, Sides.OLD_READS_NEW)).isEqualTo(forward);
        assertThat(found(now, now, policy, Sides.NEW_READS_OLD)).isEmpty();
    }

    private static String found(ParsedProtobuf reader, ParsedProtobuf writer, CompatibilityPolicy policy, Sides sides) {
        return String.join(
                ", ",
                Schemas.KIND.incompatibilities(reader, writer, policy, sides).stream()
                        .map(each -> each.rule() + " " + each.path())
                        .toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
