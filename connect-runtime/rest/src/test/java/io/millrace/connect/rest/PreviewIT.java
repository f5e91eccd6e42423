package io.millrace.connect.rest;

/** Previews on our own broker. */
class PreviewIT extends PreviewSuite {

    PreviewIT() {
        super(BrokerKind.MILLRACE);
    }
}
