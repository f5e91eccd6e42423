package io.millrace.connect.worker.agent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Accepts a connector's configuration, or fails with the reasons; plugin code runs elsewhere. */
@FunctionalInterface
interface Judgement {

    CompletableFuture<Void> accept(Map<String, String> config);
}
