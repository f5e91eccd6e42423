package io.millrace.registry.protobuf;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A schema by chance, and schemas that follow it: messages M0 to M3 whose fields have scalar types or one another. */
final class RandomSchema {
    private record Field(String name, String label, String type) {}

    private static final List<List<String>> GROUPS = List.of(
            List.of("int32", "int64", "uint32", "uint64", "bool"),
            List.of("sint32", "sint64"),
            List.of("string", "bytes"),
            List.of("fixed32", "sfixed32"),
            List.of("fixed64", "sfixed64"),
            List.of("float"),
            List.of("double"),
            List.of("M0", "E"),
            List.of("M1"),
            List.of("M2", "map<string, int64>", "map<int32, M3>"));
    private static final int MESSAGES = 4;

    private final Random random;
    private final Map<Integer, Map<Integer, Field>> messages = new TreeMap<>();

    private RandomSchema(Random random) {
        this.random = random;
    }

    static RandomSchema of(long seed) {
        RandomSchema schema = new RandomSchema(new Random(seed));
        for (int i = 0; i < MESSAGES; i++) {
            schema.messages.put(i, new TreeMap<>());
            for (int n = schema.random.nextInt(6); n >= 0; n--) {
                schema.messages.get(i).put(1 + schema.random.nextInt(30), schema.field());
            }
        }
        return schema;
    }

    private Field field() {
        List<String> group = GROUPS.get(random.nextInt(GROUPS.size()));
        String type = group.get(random.nextInt(group.size()));
        String label = type.startsWith("map") ? "" : random.nextInt(3) == 0 ? "repeated " : "optional ";
        return new Field("f" + random.nextInt(1_000_000), label, type);
    }

    /** A schema that may follow this one: fields come, go, and get other names and types of the same encoding. */
    RandomSchema compatible() {
        RandomSchema next = copy();
        for (Map<Integer, Field> fields : next.messages.values()) {
            fields.keySet().removeIf(number -> random.nextInt(5) == 0);
            fields.replaceAll((number, field) -> random.nextInt(3) == 0 ? next.sameEncoding(field) : field);
            fields.putIfAbsent(31 + random.nextInt(30), next.field());
        }
        return next;
    }

    private Field sameEncoding(Field field) {
        List<String> group = GROUPS.stream()
                .filter(each -> each.contains(field.type()))
                .findFirst()
                .orElseThrow();
        boolean scalar = GROUPS.indexOf(group) < 7;
        String type = scalar ? group.get(random.nextInt(group.size())) : field.type();
        return new Field("g" + random.nextInt(1_000_000), field.label(), type);
    }

    /** Whatever comes. */
    RandomSchema changed() {
        RandomSchema next = copy();
        for (Map<Integer, Field> fields : next.messages.values()) {
            fields.replaceAll((number, field) -> random.nextInt(6) == 0 ? next.field() : field);
        }
        return next;
    }

    private RandomSchema copy() {
        RandomSchema copy = new RandomSchema(random);
        messages.forEach((name, fields) -> copy.messages.put(name, new TreeMap<>(fields)));
        return copy;
    }

    /** The text, its messages in the order of their numbers. */
    String text() {
        StringBuilder text = new StringBuilder("package p; enum E { ZERO = 0; ONE = 1; } ");
        messages.forEach((name, fields) -> {
            text.append("message M").append(name).append(" { ");
            fields.forEach((number, field) -> text.append(field.label())
                    .append(field.type())
                    .append(' ')
                    .append(field.name())
                    .append(" = ")
                    .append(number)
                    .append("; "));
            text.append("} ");
        });
        return text.toString();
    }
}
