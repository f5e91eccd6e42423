package io.millrace.bench.load;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What clients ask a registry, encoded once. Each kind of request goes through all its schemas in turn, from a start of
 * its own for each connection. Safe for use by several threads; each supplier belongs to one.
 */
public final class RegistryRequests {

    /** How many different schemas are asked about. */
    public static final int SUBJECTS = 1_000;

    /** How many versions the subject has that candidates are checked against. */
    public static final int VERSIONS = 100;

    /** Of that subject. */
    public static final int VERSIONED = 1_000_000;

    private static final int CANDIDATES = 100;
    private static final int STRIDE = 127;

    private final String path;
    private final List<ByteBuffer> byId;
    private final List<ByteBuffer> latest;
    private final List<ByteBuffer> lookUps;
    private final List<ByteBuffer> known;
    private final List<ByteBuffer> candidates;
    private final AtomicInteger unknown = new AtomicInteger(VERSIONED + 1);

    /**
     * Encodes them.
     *
     * @param path that all others begin with
     * @param ids of the schemas by number of subject
     */
    public RegistryRequests(String path, List<Integer> ids) {
        this.path = path;
        this.byId = ids.stream()
                .map(id -> HttpRequests.get(path + "/schemas/ids/" + id))
                .toList();
        this.latest = all(subject -> HttpRequests.get(path + "/subjects/" + name(subject) + "/versions/latest"));
        this.lookUps = all(subject -> post("/subjects/" + name(subject), SchemaTexts.of(subject)));
        this.known = all(subject -> register(subject));
        this.candidates = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> check(SchemaTexts.version(VERSIONED, VERSIONS + 1 + i)))
                .toList();
    }

    /** The name of a subject by its number. */
    public static String name(int subject) {
        return "bench-" + subject + "-value";
    }

    public Supplier<ByteBuffer> byId(int connection) {
        return inTurn(byId, connection);
    }

    public Supplier<ByteBuffer> latest(int connection) {
        return inTurn(latest, connection);
    }

    public Supplier<ByteBuffer> lookUps(int connection) {
        return inTurn(lookUps, connection);
    }

    /** Registers schemas that are registered. */
    public Supplier<ByteBuffer> known(int connection) {
        return inTurn(known, connection);
    }

    /** Registers schemas that were never seen, each for a subject of its own. */
    public Supplier<ByteBuffer> unknown() {
        return () -> register(unknown.getAndIncrement());
    }

    /** Asks whether schemas may follow all versions of {@link #VERSIONED}; each may. */
    public Supplier<ByteBuffer> checks(int connection) {
        return inTurn(candidates, connection);
    }

    /** Asks whether this schema may follow all versions of {@link #VERSIONED}. */
    public ByteBuffer check(String schema) {
        return post("/compatibility/subjects/" + name(VERSIONED) + "/versions", schema);
    }

    private ByteBuffer register(int subject) {
        return post("/subjects/" + name(subject) + "/versions", SchemaTexts.of(subject));
    }

    private ByteBuffer post(String target, String schema) {
        return HttpRequests.withJson("POST", path + target, SchemaTexts.body(schema));
    }

    private static List<ByteBuffer> all(IntFunction<ByteBuffer> request) {
        return IntStream.range(0, SUBJECTS).mapToObj(request).toList();
    }

    private static Supplier<ByteBuffer> inTurn(List<ByteBuffer> requests, int connection) {
        int[] next = {connection * STRIDE};
        return () -> requests.get(next[0]++ % requests.size()).duplicate();
    }
}
