"""The fields that Meta documents and an app can subscribe to, by object.

A change of a documented field is never `unknown`, even if nobody wrote anything.
https://developers.facebook.com/docs/graph-api/webhooks/reference
"""

from functions.webhook.bodies import Json


def names(listed: str) -> frozenset[str]:
    """The names in a text that separates them by spaces."""
    return frozenset(listed.split())


WRITTEN = names("messages message_echoes message_edit message_edits messaging_postbacks standby")
"""Fields whose change holds an item of `messaging[]` in which someone wrote. The test button of
Meta's app dashboard sends them as changes."""

MESSAGING = WRITTEN | names(
    """agent_messages business_integrity business_messaging_feature_status call_permission_reply
    call_settings_update calls marketing_message_clicks marketing_message_deliveries
    marketing_message_delivery_failed marketing_message_echoes marketing_message_reads
    message_context message_deliveries message_mention message_reactions message_reads
    messaging_account_linking messaging_appointments messaging_checkout_updates
    messaging_customer_information messaging_direct_sends messaging_fblogin_account_linking
    messaging_feedback messaging_game_plays messaging_handover messaging_handovers
    messaging_in_thread_lead_form_submit messaging_integrity messaging_optins messaging_optouts
    messaging_page_feedback messaging_payments messaging_policy_enforcement
    messaging_pre_checkouts messaging_referral messaging_referrals messaging_seen
    response_feedback send_cart user_action"""
)

PAGE = MESSAGING | names(
    """about affiliation attire awards bio birthday branded_camera category checkins
    comment_poll_response company_overview conversations culinary_team current_location description
    email feature_access_list feed follow founded general_info general_manager group_feed hometown
    hours inbox_labels invalid_topic_placeholder invoice_access_bank_slip_events
    invoice_access_invoice_change invoice_access_invoice_draft_change
    invoice_access_onboarding_status_active leadgen leadgen_fat leadgen_update live_videos
    local_delivery location marketing_messages_subscriber_upload_status mcom_invoice_change members
    mention mentions merchant_review message_template_status_update mission name otp_verification
    page_about_story page_backed_instagram_accounts page_change_proposal page_upcoming_change
    parking payment_options payment_request_update personal_info personal_interests phone picture
    price_range product_review products public_transit publisher_subscriptions ratings registration
    story_poll_response story_share video_text_question_responses videos website"""
)

INSTAGRAM = MESSAGING | names(
    """comment_poll_response comments creator_marketplace_invited_creator_onboarding
    creator_marketplace_projects delta follow live_comments mentions
    onboarding_welcome_message_series share_to_story story_insights story_poll_response
    story_reactions story_share"""
)

WITHOUT_MESSAGES = names(
    """ad_account application business catalog certificate_transparency errors group link
    managed_meta_account payments permissions user workplace_security"""
)
"""Objects whose updates concern settings, advertisements or people, and never a customer's
message."""

WHATSAPP = names(
    """account_alerts account_review_update account_settings_update account_update automatic_events
    business_capability_update business_status_update business_username_update
    business_username_updates calls campaign_status_update consumer_profile flows
    group_lifecycle_update group_participants_update group_settings_update group_status_update
    history message_echoes message_template_components_update message_template_quality_update
    message_template_status_update messages messaging_handovers partner_solutions
    payment_configuration_update phone_number_name_update phone_number_quality_update security
    smb_app_state_sync smb_message_echoes standby template_category_update
    template_correct_category_detection template_performance_metrics tracking_events user_id_update
    user_preferences"""
)


def label(name: Json) -> str:
    """The name if it can be a metric label, otherwise `other`. An id or a text is never a label."""
    if isinstance(name, str) and len(name) <= 60 and name.isascii() and name.isidentifier():
        return name
    return "other"
