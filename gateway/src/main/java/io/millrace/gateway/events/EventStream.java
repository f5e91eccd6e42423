package io.millrace.gateway.events;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.Chain;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.events.EventOutput.Piece;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.records.RecordWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * One stream of events: a chain of steps, of which one runs at a time, so that the state is its own.
 * A step asks the consumer; if there are records a piece of them is written, and the next step comes when the client has
 * taken it. So a client that does not read costs a piece, what its consumer fetched ahead, and no work.
 */
final class EventStream<P extends Piece> {
    private final EventOutput<P> output;
    private final ServiceRequestContext context;
    private final Means means;
    private final TopicReader reader;
    private final TopicWatch watch;
    private final RecordWriter writer;
    private final Positions positions;
    private final Consumer<EventStream<?>> gone;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final WaitingRecords waiting = new WaitingRecords();
    private final AnswerRoom room;
    private final Chain chain;
    private final long startedNanos = System.nanoTime();
    private String lastId = "";
    private long writtenNanos;
    private int emptyInARow;
    private boolean over;

    /** What all streams share. */
    record Means(Endpoints endpoints, ConsumerThreads threads, AnswerBudget answers, StreamLimits limits) {}

    /** What a stream reads, from where on, and how it shows it. */
    record Source(TopicReader reader, TopicWatch watch, Positions positions, RecordWriter writer) {}

    /** {@code gone} is told once, when nothing of the stream is left. */
    EventStream(
            ServiceRequestContext context,
            EventOutput<P> output,
            Means means,
            Source source,
            Consumer<EventStream<?>> gone) {
        this.context = context;
        this.output = output;
        this.means = means;
        this.reader = source.reader();
        this.watch = source.watch();
        this.positions = source.positions();
        this.writer = source.writer();
        this.gone = gone;
        this.chain = new Chain(means.threads(), this::fail);
        this.room = new AnswerRoom(means.answers(), means.limits().readTimeoutMs());
    }

    /** Begins by telling the client where it stands: also one that sees no record goes on there. */
    void begin() {
        chain.now(this::tellStart);
    }

    private void tellStart() {
        context.clearRequestTimeout();
        var unused = output.whenOver().handle((done, failure) -> ended.complete(null));
        lastId = positions.id();
        P piece = output.piece();
        piece.position(lastId);
        send(piece);
    }

    /** Ends the stream after what was written; any thread. Its client goes on elsewhere. */
    void stop() {
        output.end();
        ended.complete(null);
    }

    private void step() {
        if (ended.isDone()) {
            finish();
        } else {
            advance(System.nanoTime());
        }
    }

    private void advance(long now) {
        if (now - startedNanos > TimeUnit.MILLISECONDS.toNanos(means.limits().lifeMs())) {
            finish();
            return;
        }
        int partitions = watch.partitions();
        if (partitions > positions.partitions()) {
            positions.grow(partitions);
        }
        if (waiting.isEmpty()) {
            waiting.add(reader.poll(positions));
        }
        if (waiting.isEmpty()) {
            waiting.passAll(positions);
            idle(now);
        } else {
            giveNext(now);
        }
    }

    private void idle(long now) {
        if (now - writtenNanos < TimeUnit.MILLISECONDS.toNanos(means.limits().heartbeatMs())) {
            chain.later(this::step, ++emptyInARow);
            return;
        }
        String id = positions.id();
        P beat = output.piece();
        beat.beat();
        if (!id.equals(lastId)) {
            beat.position(id);
            lastId = id;
        }
        send(beat);
    }

    private void giveNext(long now) {
        WaitingRecords.Batch batch = waiting.next(lastId.length());
        if (!room.tryTake(batch.bytes(), now)) {
            idle(now);
            return;
        }
        emptyInARow = 0;
        chain.on(context.blockingTaskExecutor(), () -> give(batch.records()));
    }

    private void give(List<ConsumerRecord<byte[], byte[]>> records) {
        P text = output.piece();
        // When one cannot be made the client has not seen the ids of this piece, and gets it again.
        for (ConsumerRecord<byte[], byte[]> each : records) {
            waiting.pass(positions);
            lastId = positions.id();
            text.record(lastId, writer.document(each));
        }
        send(text);
    }

    private void send(P piece) {
        writtenNanos = System.nanoTime();
        if (!output.send(piece)) {
            ended.complete(null);
        }
        CompletableFuture<Object> taken = CompletableFuture.anyOf(output.whenTaken(), ended);
        cutUnless(taken);
        chain.after(taken.handle((done, failure) -> room), taking -> {
            taking.give();
            chain.soon(this::step);
        });
    }

    /** Ends the connection of a client that does not read what was written. */
    private void cutUnless(CompletableFuture<?> taken) {
        Future<?> late =
                context.eventLoop().schedule(output::cut, means.limits().readTimeoutMs(), TimeUnit.MILLISECONDS);
        var unused = taken.handle((done, failure) -> late.cancel(false));
    }

    private void fail(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            // The gateway stops.
            finish();
        } else if (failure instanceof OffsetOutOfRangeException outside) {
            chain.after(watch.whyOutside(outside), why -> chain.soon(() -> end(why)));
        } else {
            end(failure);
        }
    }

    private void end(Throwable cause) {
        try {
            HttpProblemException problem = means.endpoints().problem(cause);
            output.fail(problem, means.endpoints().failed(problem));
        } finally {
            finish();
        }
    }

    /** The last of the chain, whatever failed before. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        try {
            stop();
            cutUnless(output.whenOver());
        } finally {
            room.give();
            gone.accept(this);
            reader.close();
        }
    }
}
