package io.millrace.registry.protobuf.compatibility;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.ArrayList;
import java.util.List;

/** What one comparison found, in the order of finding. */
final class Findings {
    private final CompatibilityPolicy policy;
    private final Sides sides;
    private final List<Incompatibility> found = new ArrayList<>();

    Findings(CompatibilityPolicy policy, Sides sides) {
        this.policy = policy;
        this.sides = sides;
    }

    /** Whether meaning counts beside encoding. */
    boolean isLogical() {
        return policy == CompatibilityPolicy.LOGICAL;
    }

    Sides sides() {
        return sides;
    }

    /** Of reader and writer, the one that is newer. */
    <T> T newer(T reader, T writer) {
        return sides == Sides.NEW_READS_OLD ? reader : writer;
    }

    /** Of reader and writer, the one that is older. */
    <T> T older(T reader, T writer) {
        return sides == Sides.NEW_READS_OLD ? writer : reader;
    }

    void add(Rule rule, String path, String writer, String reader) {
        found.add(describe(rule, path, writer, reader));
    }

    Incompatibility describe(Rule rule, String path, String writer, String reader) {
        return new Incompatibility(rule.name(), path, writer, reader, rule.describe(path, sides));
    }

    /** Another list under the same rules. */
    Findings fresh() {
        return new Findings(policy, sides);
    }

    List<Incompatibility> found() {
        return found;
    }
}
