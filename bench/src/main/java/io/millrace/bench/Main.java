package io.millrace.bench;

import io.millrace.bench.peer.KafkaPeer;
import io.millrace.bench.peer.MillracePeer;
import io.millrace.bench.peer.MillraceServers;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.report.Machine;
import io.millrace.bench.report.Samples;
import io.millrace.bench.report.Table;
import io.millrace.bench.row.Reference;
import io.millrace.bench.row.Row;
import io.millrace.bench.row.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}: Apache Kafka and Millrace in turn, the same load on both, one table. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Starts Apache Kafka 4.3.1 and Millrace in turn, drives both with the same load on loopback, and"
                + " prints a table of medians and ratios.")
public final class Main implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true, description = "Millrace's distribution.")
    private Path home;

    @Option(names = "--plugins", required = true, hidden = true, description = "The benchmark's own Connect plugins.")
    private Path plugins;

    @Option(names = "--stock-connect", required = true, hidden = true, description = "Class path of stock Connect.")
    private Path stockConnect;

    @Option(
            names = "--stock-jdbc-sink",
            required = true,
            hidden = true,
            description = "Folder of Debezium's JDBC sink.")
    private Path stockJdbcSink;

    @Option(names = "--stock-registry", required = true, hidden = true, description = "Folder of Apicurio Registry.")
    private Path stockRegistry;

    @Option(
            names = "--rows",
            split = ",",
            description = "Only these rows: ${COMPLETION-CANDIDATES}",
            completionCandidates = Keys.class)
    private List<String> rows = List.of();

    @Option(
            names = "--peers",
            split = ",",
            description =
                    "Only these: kafka (or what else a row compares Millrace with), ack, async (Millrace by its flush"
                            + " mode); no ratio without kafka.")
    private List<String> peers = List.of("kafka", "ack", "async");

    @Option(names = "--rounds", description = "Times each broker has two turns (default: ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(
            names = "--scale",
            description = "Share of the amounts of data, 0.1 for a quick look (default: 1); partitions are not scaled.")
    private double scale = 1;

    @Option(names = "--scratch", description = "Folder for the brokers' data (default: ${DEFAULT-VALUE}).")
    private Path scratch = Path.of("/tmp/bench");

    @Option(names = "--out", description = "Also write the table to this file.")
    private Path out;

    /** The names of all rows, for the help. */
    static final class Keys implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Rows.all().stream().map(Row::key).iterator();
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> chosen = chosen();
        Peer kafka = new KafkaPeer(plugins, stockConnect, stockJdbcSink, home.resolve("plugins"), stockRegistry);
        Peer durable = new MillracePeer(home, "ack", plugins);
        Peer async = new MillracePeer(home, "async", plugins);
        List<Peer> taking = Stream.of(kafka, durable, async)
                .filter(peer -> peers.contains(peer.key()))
                .toList();
        String loadBefore = Machine.loadAverage();
        Samples samples = new Alternation(taking, new MillraceServers(home), scratch, scale).run(chosen, rounds);
        Table.Column ack = new Table.Column(durable.name(), false);
        List<Table.Column> both = List.of(ack, new Table.Column(async.name(), true));
        String report = "Machine: " + Machine.describe() + ". Load average before and after: " + loadBefore + " / "
                + Machine.loadAverage() + ". Command: `bench/run" + options() + "`.\n\n"
                + tables(
                        chosen,
                        reference -> new Table(
                                samples,
                                kafka.name(),
                                reference.heading(),
                                reference == Reference.KAFKA ? both : List.of(ack)));
        System.out.println(report);
        if (out != null) {
            Files.writeString(out, report);
        }
        return 0;
    }

    /** One for each thing that ours is compared with. */
    private static String tables(List<Row> chosen, Function<Reference, Table> table) {
        return Stream.of(Reference.values())
                .map(reference -> Map.entry(
                        reference,
                        chosen.stream()
                                .filter(row -> row.reference() == reference)
                                .flatMap(row -> row.figures().stream())
                                .toList()))
                .filter(figures -> !figures.getValue().isEmpty())
                .map(figures -> table.apply(figures.getKey()).render(figures.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String options() {
        return (rows.isEmpty() ? "" : " --rows " + String.join(",", rows)) + " --rounds " + rounds + " --scale "
                + scale;
    }

    private List<Row> chosen() {
        List<Row> all = Rows.all();
        for (String key : rows) {
            if (all.stream().noneMatch(row -> row.key().equals(key))) {
                throw new IllegalArgumentException("there is no row " + key + "; the rows are "
                        + String.join(", ", all.stream().map(Row::key).toList()));
            }
        }
        return all.stream()
                .filter(row -> rows.isEmpty() || rows.contains(row.key()))
                .toList();
    }
}
