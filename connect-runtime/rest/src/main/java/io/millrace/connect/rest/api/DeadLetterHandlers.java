package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Records that connectors gave up: where they lie, what they are, and back with them. Ours alone. */
final class DeadLetterHandlers {
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 100;
    private static final int REDRIVE = 100;
    private static final int REDRIVE_MAX = 10_000;

    private final ConnectControl control;

    DeadLetterHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/connectors/{connector}/dead-letters", this::partitions),
                Route.on("GET", "/connectors/{connector}/dead-letters/{partition}", this::read),
                Route.on("POST", "/connectors/{connector}/dead-letters/redrive", this::redrive));
    }

    private CompletionStage<Answer> partitions(Exchange exchange) {
        return control.deadLetters()
                .partitions(exchange.part("connector"))
                .thenApply(partitions -> Answer.ok(LetterDocuments.partitions(partitions)));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        int partition = (int) number("partition", exchange.part("partition"), 0, Integer.MAX_VALUE);
        long from = number("from", exchange.text("from", "0"), 0, Long.MAX_VALUE);
        int max = (int) number("max", exchange.text("max", Integer.toString(PAGE)), 1, PAGE_MAX);
        return control.deadLetters()
                .read(exchange.part("connector"), partition, from, max)
                .thenApply(letters ->
                        Answer.ok(letters.stream().map(LetterDocuments::letter).toList()));
    }

    private CompletionStage<Answer> redrive(Exchange exchange) {
        int max = (int) number("max", exchange.text("max", Integer.toString(REDRIVE)), 1, REDRIVE_MAX);
        return control.deadLetters()
                .redrive(exchange.part("connector"), max)
                .thenApply(result -> Answer.ok(LetterDocuments.redriven(result)));
    }

    private static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new HttpProblemException(400, problem(name, text, min, max));
        }
        throw new HttpProblemException(400, problem(name, text, min, max));
    }

    private static String problem(String name, String text, long min, long max) {
        return name + " is a number from " + min + " to " + max + ", not '" + text + "'";
    }
}
