from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from peer.models import Contract


def contract(_request, id):
    row = get_object_or_404(Contract, pk=id, deleted_at=None)
    return JsonResponse(
        {
            "id": row.id,
            "number": row.number,
            "title": row.title,
            "clientName": row.client_name,
            "clientEmail": row.client_email,
            "clientPhone": row.client_phone,
            "address": row.address,
            "builderName": row.builder_name,
            "jobName": row.job_name,
            "jobNumber": row.job_number,
            "lots": row.lots,
            "status": row.status,
            "amountCents": row.amount_cents,
            "currency": row.currency,
            "startsOn": row.starts_on,
            "endsOn": row.ends_on,
            "notes": row.notes,
            "statusChangedAt": row.status_changed_at,
            "version": row.version,
            "createdAt": row.created_at,
            "updatedAt": row.updated_at,
            "deletedAt": row.deleted_at,
        }
    )


urlpatterns = [path("api/contracts/<uuid:id>", contract)]
