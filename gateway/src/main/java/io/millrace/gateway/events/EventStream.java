package io.millrace.gateway.events;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.events.EventOutput.Piece;
import io.millrace.gateway.http.Endpoints;
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
 * One stream of events: a chain of steps, each of which starts the next, so that one runs at a time and the state is its own.
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
    private final long startedNanos = System.nanoTime();
    private String lastId = "";
    private long writtenNanos;
    private int emptyInARow;

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
        this.room = new AnswerRoom(means.answers(), means.limits().readTimeoutMs());
    }

    /** Begins by telling the client where it stands: also one that sees no record goes on there. */
    void begin() {
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
            return;
        }
        try {
            advance(System.nanoTime());
        } catch (RejectedExecutionException e) {
            // The gateway stops.
            finish();
        } catch (RuntimeException e) {
            fail(e);
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
            means.threads().later(this::step, ++emptyInARow);
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
        context.blockingTaskExecutor().execute(() -> give(batch.records()));
    }

    private void give(List<ConsumerRecord<byte[], byte[]>> records) {
        P text = output.piece();
        try {
            for (ConsumerRecord<byte[], byte[]> each : records) {
                waiting.pass(positions);
                lastId = positions.id();
                text.record(lastId, writer.document(each));
            }
        } catch (RuntimeException e) {
            // The client has not seen the ids of this piece, and gets it again.
            fail(e);
            return;
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
        var unused = taken.handle((done, failure) -> {
            room.give();
            try {
                means.threads().execute(this::step);
            } catch (RejectedExecutionException e) {
                finish();
            }
            return null;
        });
    }

    /** Ends the connection of a client that does not read what was written. */
    private void cutUnless(CompletableFuture<?> taken) {
        Future<?> late =
                context.eventLoop().schedule(output::cut, means.limits().readTimeoutMs(), TimeUnit.MILLISECONDS);
        var unused = taken.handle((done, failure) -> late.cancel(false));
    }

    private void fail(RuntimeException failure) {
        if (!(failure instanceof OffsetOutOfRangeException outside)) {
            end(failure);
            return;
        }
        var unused = watch.whyOutside(outside).thenAccept(why -> {
            try {
                means.threads().execute(() -> end(why));
            } catch (RejectedExecutionException e) {
                finish();
            }
        });
    }

    private void end(RuntimeException cause) {
        output.fail(means.endpoints().problem(cause), means.endpoints().failed(cause));
        finish();
    }

    /** The last of the chain. */
    private void finish() {
        stop();
        cutUnless(output.whenOver());
        room.give();
        gone.accept(this);
        reader.close();
    }
}
