package io.millrace.registry.serde.connect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.DataException;

/**
 * What types become while one schema is mapped: each is mapped once, however many fields are of it. If every field's were
 * mapped by itself, a few dozen types, each with two fields of the next, would keep a converter busy for ever. What refers to
 * a type around it that is still being mapped is forgotten with that one, for elsewhere it is not inside it. One use, one
 * thread.
 */
public final class SharedTypes<K, V> {
    /** How many types there may be on all ways from the root: what compares or writes a Connect schema walks each. */
    static final long WAYS_MAX = 1_000_000;

    private record Kept<V>(V value, long ways, BitSet around) {}

    private final Map<K, Kept<V>> kept;
    /** What is forgotten with a type that is still being mapped, by how many such types are around it. */
    private final List<List<K>> forgotten = new ArrayList<>();
    /** The types still being mapped that the one in progress refers to, as above. */
    private BitSet around = new BitSet();

    private boolean single;
    private long ways;

    /** By equal keys. */
    public SharedTypes() {
        this(new HashMap<>());
    }

    private SharedTypes(Map<K, Kept<V>> kept) {
        this.kept = kept;
    }

    /** By the same keys: equal ones may be mapped to others. */
    static <K, V> SharedTypes<K, V> byIdentity() {
        return new SharedTypes<>(new IdentityHashMap<>());
    }

    /** How many types are being mapped, which tells the next one apart from them. */
    public int depth() {
        return forgotten.size();
    }

    /** Says that what is being mapped refers to a type that is being mapped around it. */
    public void refersTo(int depthOfType) {
        around.set(depthOfType);
    }

    /** Says that what is being mapped, and all around it, becomes something else each time. */
    void isSingle() {
        single = true;
    }

    /** What a type becomes, from the maker if that is the first time; refused beyond the limit. */
    public V get(K key, Supplier<V> maker) {
        Kept<V> known = kept.get(key);
        if (known != null) {
            count(known.ways());
            around.or(known.around());
            return known.value();
        }
        BitSet aroundBefore = around;
        boolean singleBefore = single;
        long waysBefore = ways;
        around = new BitSet();
        single = false;
        forgotten.add(new ArrayList<>());
        count(1);
        V made = maker.get();
        forgotten.remove(forgotten.size() - 1).forEach(kept::remove);
        around.clear(forgotten.size());
        if (!single) {
            kept.put(key, new Kept<>(made, ways - waysBefore, around));
            around.stream().forEach(depth -> forgotten.get(depth).add(key));
        }
        aroundBefore.or(around);
        around = aroundBefore;
        single |= singleBefore;
        return made;
    }

    private void count(long more) {
        ways += more;
        if (ways > WAYS_MAX) {
            throw new DataException(
                    "the schema with each of its types written out wherever it is used consists of more than "
                            + WAYS_MAX + " types; let fewer of them have several fields of others");
        }
    }
}
