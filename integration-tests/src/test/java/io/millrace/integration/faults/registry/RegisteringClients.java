package io.millrace.integration.faults.registry;

import io.millrace.integration.faults.Patience;
import io.millrace.integration.faults.registry.RegistrationHistory.Registration;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that register schemas, new ones and such that others register at the same time, under subjects that they share.
 * Each stays with an instance as long as that one answers, and goes to another now and then.
 */
final class RegisteringClients implements AutoCloseable {

    private static final int CLIENTS = 6;
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int PAUSE_MS_MAX = 120;

    /** So that no subject has very many versions, and neither has a client of its own. */
    private static final int CONTENTS_OF_SUBJECTS = 40;

    private static final int SUBJECTS = 3;
    private static final int RECENT = 8;

    /** With which failures say that the request may have been carried out. */
    private static final String UNKNOWN = "it is unknown whether";

    private static final int FIRST_SERVER_ERROR = 500;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> urls;
    private final RegistrationHistory history;
    private final AtomicInteger contents = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    private RegisteringClients(List<String> urls, RegistrationHistory history) {
        this.urls = urls;
        this.history = history;
    }

    /** Starts all clients. */
    static RegisteringClients start(List<String> urls, RegistrationHistory history, long seed) {
        RegisteringClients clients = new RegisteringClients(urls, history);
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(seed + client);
            int first = client % urls.size();
            Thread thread = new Thread(() -> clients.run(first, random), "registering-" + client);
            thread.setUncaughtExceptionHandler((dead, cause) -> clients.failures.add(dead.getName() + ": " + cause));
            clients.threads.add(thread);
            thread.start();
        }
        return clients;
    }

    private void run(int first, Random random) {
        int node = first;
        while (!stopping) {
            boolean answered = register(urls.get(node), next(random));
            if (!answered || random.nextInt(50) == 0) {
                node = (node + 1 + random.nextInt(urls.size() - 1)) % urls.size();
            }
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(PAUSE_MS_MAX)).toNanos());
        }
    }

    private Registration next(Random random) {
        int content = random.nextInt(3) > 0
                ? contents.incrementAndGet()
                : Math.max(1, contents.get() - random.nextInt(RECENT));
        return new Registration("s" + content / CONTENTS_OF_SUBJECTS + "-" + random.nextInt(SUBJECTS), content);
    }

    /** Whether it was told version and id. */
    private boolean register(String url, Registration wanted) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/subjects/" + wanted.subject() + "/versions"))
                .timeout(ANSWER)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(body(wanted.content())))
                .build();
        try {
            return note(wanted, http.send(request, BodyHandlers.ofString()));
        } catch (ConnectException nobodyListens) {
            return false;
        } catch (IOException noAnswer) {
            history.unknown(wanted);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String body(int content) {
        return "{\"schema\":\"" + StoredVersion.schema(content).replace("\"", "\\\"") + "\"}";
    }

    private boolean note(Registration wanted, HttpResponse<String> response) {
        if (response.statusCode() == 200) {
            StoredVersion told = StoredVersion.of(StoredVersion.tree(response.body()));
            if (told.content() != wanted.content() || !told.subject().equals(wanted.subject())) {
                failures.add("asked for " + wanted + ", and was told " + told);
            }
            history.acknowledged(told);
            return true;
        }
        if (response.statusCode() < FIRST_SERVER_ERROR || response.body().contains("Internal error")) {
            failures.add("asked for " + wanted + ", and was told " + response.statusCode() + ' ' + response.body());
        }
        if (response.body().contains(UNKNOWN)) {
            history.unknown(wanted);
        } else {
            history.refused();
        }
        return false;
    }

    /** Waits until clients were told version and id so many times more. */
    void awaitMore(int acknowledgements) {
        long wanted = history.acknowledgements() + acknowledgements;
        Patience.await(
                () -> wanted + " acknowledgements, but there are " + history.acknowledgements() + "; " + failures,
                () -> history.acknowledgements() >= wanted || !failures.isEmpty());
    }

    /** Answers that no fault of an instance explains, and ends of clients. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends all clients; returns when nothing is under way any more. */
    void stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
