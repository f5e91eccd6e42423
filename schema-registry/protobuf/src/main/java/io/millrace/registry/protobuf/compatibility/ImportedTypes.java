package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.model.schema.Incompatibility;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Message types of fields that one of the files imports. They are not met among the declarations, so each pair of them is
 * compared once, in turn and not inside one another: a chain of types may be longer than a stack.
 */
final class ImportedTypes {
    private record Pair(Descriptor reader, Descriptor writer) {}

    /** A field that uses a pair: of a type that is compared here, or of the files themselves. */
    private record Use(Pair user, Pair type, Incompatibility finding) {}

    private final FileDescriptor readerFile;
    private final FileDescriptor writerFile;
    private final Map<Pair, List<Incompatibility>> compared = new LinkedHashMap<>();
    private final Deque<Pair> waiting = new ArrayDeque<>();
    private final List<Use> uses = new ArrayList<>();
    private Pair underWay;

    ImportedTypes(FileDescriptor readerFile, FileDescriptor writerFile) {
        this.readerFile = readerFile;
        this.writerFile = writerFile;
    }

    /** Takes note that a field has these types; the finding holds if they turn out not to match. */
    void use(Descriptor reader, Descriptor writer, Incompatibility finding) {
        if (reader.equals(writer)
                || (reader.getFile().equals(readerFile) && writer.getFile().equals(writerFile))) {
            return;
        }
        Pair pair = new Pair(reader, writer);
        uses.add(new Use(underWay, pair, finding));
        if (!compared.containsKey(pair)) {
            compared.put(pair, new ArrayList<>());
            waiting.add(pair);
        }
    }

    /** Compares what is waiting, and returns all findings: first those of the files, then those of fields and types. */
    List<Incompatibility> finish(Findings findings) {
        while (!waiting.isEmpty()) {
            underWay = waiting.poll();
            Findings own = findings.fresh();
            new TypeComparison(own, this)
                    .compare("#/" + Types.localName(underWay.writer()), underWay.reader(), underWay.writer());
            compared.get(underWay).addAll(own.found());
        }
        Set<Pair> broken = broken();
        Set<Incompatibility> all = new LinkedHashSet<>(findings.found());
        uses.stream().filter(use -> broken.contains(use.type())).forEach(use -> all.add(use.finding()));
        compared.values().forEach(all::addAll);
        return List.copyOf(all);
    }

    /** The pairs that do not match, and those that use such a pair. */
    private Set<Pair> broken() {
        Set<Pair> broken = new LinkedHashSet<>();
        Deque<Pair> spreading = new ArrayDeque<>();
        compared.forEach((pair, found) -> {
            if (!found.isEmpty() && broken.add(pair)) {
                spreading.add(pair);
            }
        });
        Map<Pair, List<Pair>> users = new LinkedHashMap<>();
        uses.stream().filter(use -> use.user() != null).forEach(use -> users.computeIfAbsent(
                        use.type(), type -> new ArrayList<>())
                .add(use.user()));
        while (!spreading.isEmpty()) {
            for (Pair user : users.getOrDefault(spreading.poll(), List.of())) {
                if (broken.add(user)) {
                    spreading.add(user);
                }
            }
        }
        return broken;
    }
}
