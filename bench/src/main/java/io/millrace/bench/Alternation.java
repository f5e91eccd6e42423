package io.millrace.bench;

import io.millrace.bench.peer.MillraceServers;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.report.Samples;
import io.millrace.bench.row.Figure;
import io.millrace.bench.row.Row;
import io.millrace.bench.row.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Gives the brokers their turns, forth and back in each round (ABBA), so that a drift of the machine hits all alike. */
final class Alternation {

    private final List<Peer> peers;
    private final MillraceServers servers;
    private final Path scratch;
    private final double scale;
    private final Samples samples = new Samples();

    Alternation(List<Peer> peers, MillraceServers servers, Path scratch, double scale) {
        this.peers = peers;
        this.servers = servers;
        this.scratch = scratch;
        this.scale = scale;
    }

    Samples run(List<Row> rows, int rounds) throws IOException, InterruptedException {
        List<Peer> back = new ArrayList<>(peers);
        Collections.reverse(back);
        List<Row> byFlush = rows.stream().filter(Row::dependsOnFlush).toList();
        int turn = 0;
        for (int round = 0; round < rounds; round++) {
            for (List<Peer> order : List.of(peers, back)) {
                for (Peer peer : order) {
                    visit(peer, peer.onlyForFlush() ? byFlush : rows, turn++);
                }
            }
        }
        return samples;
    }

    private void visit(Peer peer, List<Row> rows, int turn) throws IOException, InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        try (Visit visit = new Visit(peer, servers, scratch.resolve("turn-" + turn), scale)) {
            for (Row row : rows) {
                double[] values = row.measure(visit);
                for (int i = 0; i < values.length; i++) {
                    Figure figure = row.figures().get(i);
                    samples.add(peer.name(), figure.label(), values[i]);
                    String shown = peer.isOurs() ? peer.name() : row.reference().heading();
                    System.err.printf(
                            Locale.ROOT, "%-17s %s: %.3f %s%n", shown, figure.label(), values[i], figure.unit());
                }
            }
        }
    }
}
