package io.millrace.bench.row;

import io.millrace.bench.load.HttpConnection;
import io.millrace.bench.load.LineRequest;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.Meter;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.JavaProducer;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Records that reach Millrace's broker through the gateway, as lines of JSON, against records that an ordinary producer
 * writes to the same kind of broker: how many for a second of CPU of the gateway's and of the producer's process. The
 * broker's CPU counts on neither side, nor does that of the clients who send lines.
 */
final class GatewayLines implements Row {

    private static final String KEY = "gateway-lines";
    private static final int CONNECTIONS = 4;
    private static final int LINES = 1_000;
    private static final int PARTITIONS = 1;
    private static final int STRETCH = 1_000_000;
    private static final int MEASURED = 3_000_000;
    private static final double GOAL = 0.5;

    /** 81 bytes. */
    private static final byte[] VALUE = ("{\"id\":4711,\"name\":\"customer of the bench\",\"amount\":12.25,"
                    + "\"at\":1700000000000}")
            .getBytes(StandardCharsets.UTF_8);

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atLeast(GOAL, "lines through the gateway: records per CPU second of the process", "1/s"),
                Figure.atLeast(GOAL, "lines through the gateway: records per second", "1/s"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public Reference reference() {
        return Reference.JAVA_PRODUCER;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        try (ServerProcess broker = visit.servers().startBroker(visit.emptyFolder());
                Topics topics = new Topics(broker, Topics.NO_CONFIGS)) {
            topics.create(KEY, PARTITIONS);
            return visit.peer().isOurs() ? throughGateway(visit, broker, topics) : byProducer(visit, broker, topics);
        }
    }

    private static double[] byProducer(Visit visit, ServerProcess broker, Topics topics)
            throws IOException, InterruptedException {
        try (ServerProcess producer = JavaProducer.start(visit.emptyFolder(), broker, KEY, VALUE)) {
            return values(visit, new Meter(producer, () -> {
                producer.requireAlive();
                return topics.endOffset(KEY);
            }));
        }
    }

    private static double[] throughGateway(Visit visit, ServerProcess broker, Topics topics)
            throws IOException, InterruptedException {
        try (ServerProcess gateway = visit.servers().startGateway(visit.emptyFolder(), broker)) {
            LineRequest request = new LineRequest(KEY, new String(VALUE, StandardCharsets.UTF_8), LINES);
            request.awaitTaken(gateway);
            try (Load load = new Load(gateway)) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    HttpConnection connection = HttpConnection.open(gateway.port());
                    load.with(connection, () -> request.send(connection));
                }
                load.begin();
                return values(visit, new Meter(gateway, () -> {
                    load.done();
                    return topics.endOffset(KEY);
                }));
            }
        }
    }

    private static double[] values(Visit visit, Meter meter) throws IOException, InterruptedException {
        meter.warmUp(STRETCH);
        Meter.Cost cost = meter.measure(visit.scaled(MEASURED));
        return new double[] {cost.work() / cost.cpuSeconds(), cost.work() / cost.seconds()};
    }
}
