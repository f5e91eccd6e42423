package io.millrace.gateway.http;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A packed body that is unpacked piece by piece, each when it is asked for, so that a small body that holds a large one
 * takes no more memory than others. Pieces are made on the blocking executor and given on the event loop, to which
 * all state belongs.
 */
final class UnpackedBody implements Subscription {
    private static final int PIECE_BYTES = 32 * 1024;

    /** How much larger than the largest body the unpacked one may be. */
    private static final long RATIO_MAX = 16;

    /** 8 MiB, which a frame of zstd may ask the reader to remember. */
    private static final int ZSTD_WINDOW_LOG_MAX = 23;

    /** What is not packed says so, or nothing. */
    static final String PLAIN = "identity";

    private static final Set<String> ENCODINGS = Set.of("gzip", "x-gzip", "zstd");

    private final ServiceRequestContext context;
    private final InputStream unpacked;
    private final long maxBytes;
    private final Subscriber<HttpObject> subscriber;
    private long givenBytes;
    private boolean reading;
    private boolean cancelled;

    private UnpackedBody(
            ServiceRequestContext context, InputStream unpacked, long maxBytes, Subscriber<HttpObject> subscriber) {
        this.context = context;
        this.unpacked = unpacked;
        this.maxBytes = maxBytes;
        this.subscriber = subscriber;
    }

    /** How a body is packed: {@link #PLAIN}, or as {@link #open} unpacks; 415 for anything else. */
    static String encoding(RequestHeaders headers) {
        String encoding =
                headers.get(HttpHeaderNames.CONTENT_ENCODING, PLAIN).trim().toLowerCase(Locale.ROOT);
        if (encoding.equals(PLAIN) || ENCODINGS.contains(encoding)) {
            return encoding;
        }
        throw new HttpProblemException(415, "Content-Encoding is gzip, zstd or identity, not '" + encoding + "'");
    }

    /** Unpacks; fails with 400 when it is not packed so. */
    static InputStream open(String encoding, byte[] body) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return encoding.equals("zstd")
                    ? new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW_LOG_MAX)
                    : new GZIPInputStream(in, PIECE_BYTES);
        } catch (IOException e) {
            throw broken(encoding);
        }
    }

    private static HttpProblemException broken(String encoding) {
        return new HttpProblemException(400, "The body is not packed by " + encoding);
    }

    /** The whole body as it is or was packed; it is no larger than a body may be, and every piece is told to {@code charge}. */
    static byte[] whole(String encoding, byte[] body, int maxBytes, IntConsumer charge) {
        return encoding.equals(PLAIN) || body.length == 0 ? body : whole(open(encoding, body), maxBytes, charge);
    }

    /** The whole of what is unpacked, which is no larger than a body may be; every piece is told to {@code charge}. */
    private static byte[] whole(InputStream unpacked, int maxBytes, IntConsumer charge) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (unpacked) {
            for (byte[] piece = unpacked.readNBytes(PIECE_BYTES);
                    piece.length > 0;
                    piece = unpacked.readNBytes(PIECE_BYTES)) {
                if (whole.size() + piece.length > maxBytes) {
                    throw new HttpProblemException(
                            413,
                            "The body is larger than " + maxBytes + " bytes (max.request.bytes) when it is unpacked");
                }
                charge.accept(piece.length);
                whole.write(piece);
            }
        } catch (IOException e) {
            throw new HttpProblemException(400, "The body cannot be unpacked");
        }
        return whole.toByteArray();
    }

    /** On the event loop. */
    static void subscribe(
            ServiceRequestContext context, InputStream unpacked, int maxBodyBytes, Subscriber<HttpObject> subscriber) {
        subscriber.onSubscribe(new UnpackedBody(context, unpacked, maxBodyBytes * RATIO_MAX, subscriber));
    }

    @Override
    public void request(long count) {
        reading = true;
        context.blockingTaskExecutor().execute(this::read);
    }

    private void read() {
        byte[] piece = null;
        HttpProblemException problem = null;
        try {
            piece = unpacked.readNBytes(PIECE_BYTES);
        } catch (IOException e) {
            problem = new HttpProblemException(400, "The body cannot be unpacked from here on");
        }
        byte[] found = piece;
        HttpProblemException wrong = problem;
        context.eventLoop().execute(() -> give(found, wrong));
    }

    private void give(byte[] piece, HttpProblemException wrong) {
        reading = false;
        if (cancelled) {
            close();
            return;
        }
        givenBytes += piece == null ? 0 : piece.length;
        if (wrong != null) {
            end(wrong);
        } else if (givenBytes > maxBytes) {
            end(new HttpProblemException(413, "The body is larger than " + maxBytes + " bytes when it is unpacked"));
        } else if (piece.length == 0) {
            end(null);
        } else {
            subscriber.onNext(HttpData.wrap(piece));
        }
    }

    private void end(HttpProblemException wrong) {
        close();
        if (wrong == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(wrong);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        // A piece that is being made is waited for: its reader must not lose what it reads from.
        if (!reading) {
            close();
        }
    }

    private void close() {
        try {
            unpacked.close();
        } catch (IOException e) {
            throw new IllegalStateException("what is in memory cannot be closed", e);
        }
    }
}
