package io.millrace.gateway;

/** Reading as a group on our own broker. */
class GroupsIT extends GroupsSuite {
    GroupsIT() {
        super(BrokerKind.MILLRACE);
    }
}
