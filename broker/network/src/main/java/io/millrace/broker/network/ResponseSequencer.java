package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one connection's pipeline: hands each frame to the receiver and writes the answers in the order of the
 * requests, whatever the order in which they are ready. It stops reading from a client that has too much unanswered,
 * and from every client while the broker holds too much of all of them.
 *
 * <p>Everything but {@link #complete} and {@link #fail} runs on the connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failed writes and closings through this pipeline.
final class ResponseSequencer extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(ResponseSequencer.class);

    private final Peer peer;
    private final NetworkLoop loop;
    private final ConnectionLimits limits;
    private final boolean encrypted;
    private final RequestMemory memory;
    private final RequestReceiver receiver;
    private final Runnable flush = this::flush;
    private final Runnable takeOver = this::takeOver;
    private final ArrayDeque<Exchange> unanswered = new ArrayDeque<>();

    /** Answered on other threads; bounded by what may be in flight. One task takes over all that are there. */
    private final Queue<Exchange> elsewhere = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean takeOverQueued = new AtomicBoolean();

    private final Muting muting;
    private final MemoryShare share;
    private ChannelHandlerContext ctx;
    private ResponseWriter writer;
    private long inFlightBytes;
    private int inFlightRequests;
    private boolean reading;
    private boolean flushQueued;
    private boolean closed;

    ResponseSequencer(
            Peer peer,
            NetworkLoop loop,
            ListenerConfig config,
            RequestMemory memory,
            Admission admission,
            ReceiverFactory receivers) {
        this.peer = peer;
        this.loop = loop;
        this.limits = config.connections();
        this.encrypted = config.tls().isPresent();
        this.memory = memory;
        this.muting = new Muting(loop, this::regulate);
        this.share = new MemoryShare(
                memory,
                loop,
                limits.stalledFrameMs(),
                this::regulate,
                () -> close("it sent part of a request while the broker held too many bytes of requests"));
        this.receiver = receivers.opened(new Connection(this, admission));
    }

    Peer peer() {
        return peer;
    }

    NetworkLoop loop() {
        return loop;
    }

    Optional<SSLSession> tlsSession() {
        return Optional.ofNullable(ctx.pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession());
    }

    RequestMemory memory() {
        return memory;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.ctx = context;
        this.writer = new ResponseWriter(context, encrypted);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        if (closed) {
            frame.release();
            return;
        }
        reading = true;
        var exchange = new Exchange(this, frame);
        unanswered.add(exchange);
        inFlightRequests++;
        inFlightBytes += exchange.frameBytes();
        memory.take(exchange.frameBytes());
        share.hold(0);
        regulate();
        try {
            receiver.received(exchange);
        } catch (RuntimeException unexpected) {
            LOGGER.error("Serving a request failed. peer={}", peer, unexpected);
            exchange.fail("the request could not be served");
        }
    }

    /** After each read: the length field aside, so that the longest frame alone is within the memory's limit. */
    void partialBytes(int bytes) {
        share.hold(closed ? 0 : Math.max(0, bytes - FrameDecoder.LENGTH_BYTES));
        regulate();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.flush();
    }

    /** From any thread. */
    void complete(Exchange exchange, List<ResponsePart> parts) {
        exchange.bring(parts);
        if (loop.inLoop()) {
            completeInLoop(exchange);
            return;
        }
        elsewhere.add(exchange);
        if (takeOverQueued.compareAndSet(false, true)) {
            try {
                loop.execute(takeOver);
            } catch (RejectedExecutionException loopHasEnded) {
                discardElsewhere();
            }
        }
    }

    private void takeOver() {
        takeOverQueued.set(false);
        for (Exchange exchange = elsewhere.poll(); exchange != null; exchange = elsewhere.poll()) {
            completeInLoop(exchange);
        }
    }

    /** Any thread: the flag stays set, but whoever comes later finds the loop ended as well. */
    private void discardElsewhere() {
        takeOverQueued.set(false);
        for (Exchange exchange = elsewhere.poll(); exchange != null; exchange = elsewhere.poll()) {
            exchange.discardAnswer();
        }
    }

    /** From any thread. */
    void fail(String reason) {
        try {
            loop.runOrExecute(() -> close(reason));
        } catch (RejectedExecutionException loopHasEnded) {
            LOGGER.debug("The listener is closed already. peer={} reason={}", peer, reason);
        }
    }

    private void completeInLoop(Exchange exchange) {
        if (closed) {
            exchange.discardAnswer();
            return;
        }
        exchange.inOrder();
        boolean wrote = false;
        while (!unanswered.isEmpty() && unanswered.peek().answer() != null) {
            Exchange next = unanswered.remove();
            write(next);
            if (next.muteMs() > 0) {
                // The answer goes out at once; what the client sends next waits.
                muting.mute(next.muteMs());
            }
            wrote = true;
        }
        if (wrote && !reading && !flushQueued) {
            flushQueued = true;
            loop.execute(flush);
        }
    }

    /** Behind whatever else was due on the loop, so that answers which come together leave together. */
    private void flush() {
        flushQueued = false;
        ctx.flush();
    }

    private void write(Exchange exchange) {
        List<ResponsePart> parts = exchange.answer();
        if (parts.isEmpty()) {
            left(exchange);
            return;
        }
        try {
            writer.write(parts).addListener(future -> left(exchange));
        } catch (IOException e) {
            LOGGER.error("A segment cannot be read. peer={}", peer, e);
            left(exchange);
            close("its response could not be read from disk");
        }
    }

    private void left(Exchange exchange) {
        inFlightRequests--;
        inFlightBytes -= exchange.frameBytes();
        exchange.returnMemory();
        if (exchange.lastReason() != null) {
            close(exchange.lastReason());
        }
        regulate();
    }

    /** Reads on only while what is unanswered, or written but not yet taken by the socket, stays within its bounds. */
    private void regulate() {
        if (closed || ctx == null) {
            return;
        }
        boolean read = share.allowsReading()
                && !muting.isMuted()
                && inFlightRequests < limits.maxInFlightRequests()
                && inFlightBytes < limits.maxInFlightBytes();
        if (ctx.channel().config().isAutoRead() != read) {
            ctx.channel().config().setAutoRead(read);
        }
    }

    private void close(String reason) {
        if (!closed) {
            closed = true;
            share.end();
            LOGGER.warn("Closing a connection. peer={} reason=\"{}\"", peer, reason);
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        share.leave();
        muting.cancel();
        List<Exchange> abandoned = List.copyOf(unanswered);
        unanswered.clear();
        for (Exchange exchange : abandoned) {
            if (exchange.answer() == null) {
                exchange.disconnected();
            } else {
                exchange.answer().forEach(ResponsePart::release);
                exchange.returnMemory();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && unanswered.isEmpty()) {
            closed = true;
            LOGGER.debug("Closing an idle connection. peer={}", peer);
            context.close();
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess() && !closed) {
            closed = true;
            LOGGER.info("A TLS handshake failed. peer={} reason=\"{}\"", peer, String.valueOf(handshake.cause()));
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof MalformedFrameException) {
            close(root.getMessage());
        } else if (root instanceof IOException) {
            // The client went away in the middle of something; that is its right.
            LOGGER.debug("A connection broke. peer={} reason={}", peer, root.toString());
            closed = true;
            context.close();
        } else {
            LOGGER.error("A connection's pipeline failed. peer={}", peer, root);
            close("an unexpected error");
        }
    }
}
