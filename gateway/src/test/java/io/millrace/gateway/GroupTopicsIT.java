package io.millrace.gateway;

/** Groups whose topic is made anew, on our own broker. */
class GroupTopicsIT extends GroupTopicsSuite {
    GroupTopicsIT() {
        super(BrokerKind.MILLRACE);
    }
}
