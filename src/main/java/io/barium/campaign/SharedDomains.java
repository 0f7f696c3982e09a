package io.barium.campaign;

import java.util.Set;

/**
 * Registrable domains that everybody uses, so that two contacts with one of them need not know each other: mail
 * providers, mailing services, link shorteners, sites of the large. What is missing here is found out by use.
 */
final class SharedDomains {
    private static final Set<String> KNOWN = Set.of("""
            gmail.com googlemail.com outlook.com hotmail.com live.com msn.com outlook.de hotmail.de hotmail.co.uk
            hotmail.fr yahoo.com yahoo.de yahoo.co.uk yahoo.fr yahoo.co.jp ymail.com rocketmail.com aol.com icloud.com
            me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de freenet.de t-online.de arcor.de 1und1.de
            posteo.de mailbox.org proton.me protonmail.com pm.me tutanota.com tuta.io tutamail.com zoho.com zohomail.com
            fastmail.com hushmail.com mail.com email.com inbox.com mail.ru yandex.ru yandex.com bk.ru list.ru inbox.ru
            rambler.ru qq.com 163.com 126.com sina.com foxmail.com naver.com daum.net hanmail.net rediffmail.com
            libero.it virgilio.it alice.it tiscali.it orange.fr wanadoo.fr free.fr laposte.net sfr.fr bluewin.ch
            sunrise.ch wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz uol.com.br bol.com.br terra.com.br
            comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net btinternet.com
            sky.com virginmedia.com talktalk.net bigpond.com optusnet.com.au shaw.ca rogers.com telus.net
            mailinator.com guerrillamail.com yopmail.com 10minutemail.com temp-mail.org
            sendgrid.net sendgrid.com mailgun.org mailgun.net mailgun.com amazonses.com mandrillapp.com mcsv.net
            mcdlv.net rsgsv.net list-manage.com mailchimp.com mailchimpapp.net postmarkapp.com mtasv.net sparkpostmail.com
            sparkpost.com sendinblue.com brevo.com mailjet.com constantcontact.com ctctmail.com hubspotemail.net
            hubspot.com hs-send.com salesforce.com exacttarget.com exct.net marketo.com marketo.org mktomail.com
            klaviyomail.com klaviyo.com resend.com resend.dev cleverreach.com rapidmail.de newsletter2go.com
            campaignmonitor.com createsend.com cmail19.com cmail20.com getresponse.com activehosted.com activecampaign.com
            customer.io customeriomail.com intercom-mail.com intercom.io zendesk.com freshdesk.com freshemail.io
            onmicrosoft.com office.com office365.com microsoft.com microsoftonline.com protection.outlook.com
            google.com googleusercontent.com googleapis.com googlegroups.com gstatic.com goo.gl forms.gle g.co
            youtube.com youtu.be facebook.com fb.com fb.me facebookmail.com instagram.com whatsapp.com wa.me twitter.com
            x.com t.co linkedin.com lnkd.in tiktok.com pinterest.com reddit.com discord.com discord.gg telegram.org t.me
            apple.com amazon.com amazon.de amazon.co.uk amazonaws.com cloudfront.net azure.com windows.net
            azurewebsites.net dropbox.com box.com onedrive.com live.net sharepoint.com wetransfer.com we.tl docusign.net
            docusign.com adobe.com paypal.com paypal.de ebay.com ebay.de stripe.com github.com gitlab.com github.io
            wikipedia.org wikimedia.org w3.org schema.org mozilla.org cloudflare.com cloudflare.net akamai.net
            akamaihd.net fastly.net jsdelivr.net unpkg.com bootstrapcdn.com gravatar.com wordpress.com wp.com wix.com
            squarespace.com shopify.com typeform.com surveymonkey.com jotform.com notion.so canva.com calendly.com
            zoom.us teams.live.com slack.com trello.com atlassian.net dhl.com dhl.de ups.com fedex.com dpd.com dpd.de
            hermesworld.com usps.com royalmail.com bit.ly bitly.com j.mp tinyurl.com ow.ly buff.ly is.gd v.gd rebrand.ly
            cutt.ly t.ly rb.gy shorturl.at tiny.cc s.id lnk.to linktr.ee bl.ink short.io qr.co qrco.de urlz.fr shorte.st
            adf.ly dlvr.it trib.al soo.gd localhost localdomain local
            """.strip().split("\\s+", -1));

    private SharedDomains() {}

    /** Whether many use a registrable domain. */
    static boolean contains(String registrable) {
        return KNOWN.contains(registrable);
    }
}
