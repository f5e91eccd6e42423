package io.millrace.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All values that were measured, by peer and figure. */
public final class Samples {

    private final Map<String, Map<String, List<Double>>> byPeer = new LinkedHashMap<>();

    public void add(String peer, String figure, double value) {
        byPeer.computeIfAbsent(peer, name -> new LinkedHashMap<>())
                .computeIfAbsent(figure, label -> new ArrayList<>())
                .add(value);
    }

    /** Empty when this peer was not measured. */
    public Optional<Spread> spread(String peer, String figure) {
        return Optional.ofNullable(byPeer.getOrDefault(peer, Map.of()).get(figure))
                .map(Spread::of);
    }
}
