package io.millrace.connect.worker;

/** What is asked of a worker, on our own broker. */
class WorkerIT extends WorkerSuite {

    WorkerIT() {
        super(BrokerKind.MILLRACE);
    }
}
