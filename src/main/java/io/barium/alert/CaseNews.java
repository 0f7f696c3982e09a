package io.barium.alert;

import java.time.Instant;
import java.util.List;

/**
 * What is to be told of a case.
 *
 * @param caseId number of the case
 * @param opened whether this is the first that is told of it
 * @param openedAt when the case was opened
 * @param contacts new ones since the last alert
 * @param additions new reports on calls, copies and parts of messages that were told before
 * @param total contacts on the case by now
 * @param shown the first of the new ones, in order
 * @param plantedTouched planted tokens that the case's contacts have touched by now
 * @param planted planted tokens in all
 * @param controlsTouched control tokens that anybody has touched since the case was opened
 * @param controls control tokens in all
 */
public record CaseNews(
        long caseId,
        boolean opened,
        Instant openedAt,
        long contacts,
        long additions,
        long total,
        List<Sighting> shown,
        long plantedTouched,
        long planted,
        long controlsTouched,
        long controls) {}
