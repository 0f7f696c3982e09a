# Two stages: Maven builds, a plain runtime serves. Both bases can be exchanged by build argument.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUNTIME_IMAGE=eclipse-temurin:21-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY pom.xml ./
COPY src ./src
COPY seed-data ./seed-data
# The runtime's JVM is another one, so the class data sharing archive is made there.
RUN mvn -q -B -Dmaven.test.skip -Dmaven.antrun.skip -Darchive.skip package

FROM ${RUNTIME_IMAGE}
# The embedded PostgreSQL refuses to run as root, and so should everything else here.
RUN groupadd --system --gid 10001 barium \
 && useradd --system --uid 10001 --gid barium --home-dir /var/lib/barium --shell /usr/sbin/nologin barium \
 && mkdir -p /var/lib/barium \
 && chown barium:barium /var/lib/barium
COPY --from=build /src/target/barium-*.jar /opt/barium/barium.jar
COPY --from=build /src/target/lib /opt/barium/lib
COPY --from=build /src/target/barium /src/target/barium.options /opt/barium/
# The service is run once as the user that it will be, because its PostgreSQL refuses root. It may fail: without the archive
# the start only takes longer.
RUN setpriv --reuid=barium --regid=barium --clear-groups \
      /opt/barium/barium bench rehearse --archive /tmp/barium.jsa \
 && if [ -f /tmp/barium.jsa ]; then install -m 444 /tmp/barium.jsa /opt/barium/barium.jsa; fi \
 && rm -rf /tmp/barium.jsa /tmp/embedded-pg /tmp/hsperfdata_barium
USER barium
WORKDIR /var/lib/barium
ENV BARIUM_DATA_DIR=/var/lib/barium
VOLUME /var/lib/barium
EXPOSE 8080 2525
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["java", "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/barium/barium.jar", "io.barium.ops.Probe"]
ENTRYPOINT ["/opt/barium/barium"]
CMD ["serve"]
